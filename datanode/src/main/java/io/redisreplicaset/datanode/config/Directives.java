package io.redisreplicaset.datanode.config;

import io.redisreplicaset.datanode.config.Directive.Change;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The table of all directives. Names and defaults are Redis 7.0's, but for those that begin with `replicaset-` or
/// `admin-`, and `transport`.
public final class Directives {
    private static final Map<String, Directive<?>> BY_NAME = new LinkedHashMap<>();
    private static final long INT_MAX = Integer.MAX_VALUE;
    private static final long KB = 1024;
    private static final long MB = 1024 * KB;
    private static final long GB = 1024 * MB;

    // Network
    public static final Directive<List<String>> BIND =
            add("bind", null, new ValueType.Words(), List.of("*", "-::*"), Change.START);
    public static final Directive<Long> PORT = whole("port", 6379, 0, 65535, Change.START);
    public static final Directive<Long> TCP_BACKLOG = whole("tcp-backlog", 511, 0, INT_MAX, Change.START);
    public static final Directive<String> UNIX_SOCKET = text("unixsocket", "", Change.START);
    public static final Directive<Long> UNIX_SOCKET_PERMISSIONS = whole("unixsocketperm", 0, 0, 777, Change.START);
    public static final Directive<Long> TIMEOUT_SECONDS = whole("timeout", 0, 0, INT_MAX, Change.LIVE);
    public static final Directive<Long> TCP_KEEPALIVE_SECONDS = whole("tcp-keepalive", 300, 0, INT_MAX, Change.START);
    public static final Directive<Boolean> PROTECTED_MODE = yesNo("protected-mode", true, Change.LIVE);
    public static final Directive<Long> MAX_CLIENTS = whole("maxclients", 10000, 1, 1_000_000, Change.LIVE);
    public static final Directive<Long> PROTO_MAX_BULK_BYTES =
            memory("proto-max-bulk-len", 512 * MB, MB, 2 * GB - 1024, Change.LIVE);
    public static final Directive<Long> CLIENT_QUERY_BUFFER_BYTES =
            memory("client-query-buffer-limit", GB, MB, 2 * GB - 1024, Change.LIVE);
    public static final Directive<OutputLimits> OUTPUT_LIMITS =
            add("client-output-buffer-limit", null, new OutputLimits.Type(), OutputLimits.DEFAULT, Change.LIVE);
    public static final Directive<String> TRANSPORT =
            choice("transport", "auto", Change.START, "auto", "epoll", "io_uring", "nio");

    // General
    public static final Directive<Boolean> DAEMONIZE = yesNo("daemonize", false, Change.START);
    public static final Directive<String> PID_FILE = text("pidfile", "", Change.START);
    public static final Directive<String> LOG_LEVEL =
            choice("loglevel", "notice", Change.LIVE, "debug", "verbose", "notice", "warning", "nothing");
    public static final Directive<String> LOG_FILE = text("logfile", "", Change.START);
    public static final Directive<Long> DATABASES = whole("databases", 16, 1, 1024, Change.START);
    public static final Directive<Boolean> ALWAYS_SHOW_LOGO = yesNo("always-show-logo", false, Change.START);
    public static final Directive<Long> HZ = whole("hz", 10, 1, 500, Change.LIVE);
    public static final Directive<String> NOTIFY_EVENTS =
            add("notify-keyspace-events", null, new EventClasses(), "", Change.LIVE);
    public static final Directive<Long> SHUTDOWN_TIMEOUT_SECONDS =
            whole("shutdown-timeout", 10, 0, INT_MAX, Change.LIVE);

    // Persistence
    public static final Directive<String> DIR = text("dir", ".", Change.PROTECTED);
    public static final Directive<String> DB_FILENAME = text("dbfilename", "dump.rdb", Change.PROTECTED);
    public static final Directive<List<SavePoint>> SAVE =
            add("save", null, new SavePoint.ListType(), SavePoint.DEFAULT, Change.LIVE);
    public static final Directive<Boolean> STOP_WRITES_ON_BGSAVE_ERROR =
            yesNo("stop-writes-on-bgsave-error", true, Change.LIVE);
    public static final Directive<Boolean> RDB_COMPRESSION = yesNo("rdbcompression", true, Change.LIVE);
    public static final Directive<Boolean> RDB_CHECKSUM = yesNo("rdbchecksum", true, Change.START);
    public static final Directive<Long> KEY_LOAD_DELAY_MICROS =
            whole("key-load-delay", 0, Integer.MIN_VALUE, INT_MAX, Change.LIVE);
    public static final Directive<Long> RDB_KEY_SAVE_DELAY_MICROS =
            whole("rdb-key-save-delay", 0, Integer.MIN_VALUE, INT_MAX, Change.LIVE);
    public static final Directive<Long> LOADING_EVENTS_INTERVAL_BYTES =
            memory("loading-process-events-interval-bytes", 2 * MB, KB, INT_MAX, Change.LIVE);

    // Replication
    public static final Directive<UpstreamAddress> REPLICA_OF =
            add("replicaof", "slaveof", new UpstreamAddress.Type(), UpstreamAddress.NONE, Change.START);
    public static final Directive<String> MASTER_USER = text("masteruser", "", Change.LIVE);
    public static final Directive<String> MASTER_AUTH = secret("masterauth", Change.LIVE);
    public static final Directive<Boolean> REPLICA_SERVE_STALE_DATA =
            replica("serve-stale-data", new ValueType.YesNo(), true);
    public static final Directive<Boolean> REPLICA_READ_ONLY = replica("read-only", new ValueType.YesNo(), true);
    public static final Directive<Long> REPLICA_PRIORITY = replica("priority", new ValueType.Whole(0, INT_MAX), 100L);
    public static final Directive<Boolean> REPLICA_ANNOUNCED =
            add("replica-announced", null, new ValueType.YesNo(), true, Change.LIVE);
    public static final Directive<String> REPLICA_ANNOUNCE_IP = replica("announce-ip", new ValueType.Text(), "");
    public static final Directive<Long> REPLICA_ANNOUNCE_PORT =
            replica("announce-port", new ValueType.Whole(0, 65535), 0L);
    public static final Directive<Boolean> REPL_DISKLESS_SYNC = yesNo("repl-diskless-sync", true, Change.LIVE);
    public static final Directive<Long> REPL_DISKLESS_SYNC_DELAY_SECONDS =
            whole("repl-diskless-sync-delay", 5, 0, INT_MAX, Change.LIVE);
    public static final Directive<Long> REPL_DISKLESS_SYNC_MAX_REPLICAS =
            whole("repl-diskless-sync-max-replicas", 0, 0, INT_MAX, Change.LIVE);
    public static final Directive<String> REPL_DISKLESS_LOAD =
            choice("repl-diskless-load", "disabled", Change.LIVE, "disabled", "on-empty-db", "swapdb");
    public static final Directive<Boolean> REPL_DISABLE_TCP_NODELAY =
            yesNo("repl-disable-tcp-nodelay", false, Change.LIVE);
    public static final Directive<Long> REPL_PING_PERIOD_SECONDS = add(
            "repl-ping-replica-period", "repl-ping-slave-period", new ValueType.Whole(1, INT_MAX), 10L, Change.LIVE);
    public static final Directive<Long> REPL_TIMEOUT_SECONDS = whole("repl-timeout", 60, 1, INT_MAX, Change.LIVE);
    public static final Directive<Long> REPL_BACKLOG_BYTES = memory("repl-backlog-size", MB, 1, 1024 * GB, Change.LIVE);
    public static final Directive<Long> REPL_BACKLOG_TTL_SECONDS =
            whole("repl-backlog-ttl", 3600, 0, Long.MAX_VALUE, Change.LIVE);
    public static final Directive<Long> MIN_REPLICAS_TO_WRITE =
            add("min-replicas-to-write", "min-slaves-to-write", new ValueType.Whole(0, INT_MAX), 0L, Change.LIVE);
    public static final Directive<Long> MIN_REPLICAS_MAX_LAG_SECONDS =
            add("min-replicas-max-lag", "min-slaves-max-lag", new ValueType.Whole(0, INT_MAX), 10L, Change.LIVE);

    // Security
    public static final Directive<String> REQUIRE_PASS = secret("requirepass", Change.LIVE);
    public static final Directive<String> ENABLE_DEBUG_COMMAND =
            choice("enable-debug-command", "no", Change.START, "yes", "no", "local");
    public static final Directive<String> ENABLE_PROTECTED_CONFIGS =
            choice("enable-protected-configs", "no", Change.START, "yes", "no", "local");

    // Lazy freeing: a choice of name in the stream (UNLINK or DEL); memory is always freed by the collector
    public static final Directive<Boolean> LAZY_EXPIRE = yesNo("lazyfree-lazy-expire", false, Change.LIVE);

    // Slow log
    public static final Directive<Long> SLOWLOG_SLOWER_THAN_MICROS =
            whole("slowlog-log-slower-than", 10000, -1, Long.MAX_VALUE, Change.LIVE);
    public static final Directive<Long> SLOWLOG_MAX_LENGTH = whole("slowlog-max-len", 128, 0, 1_000_000, Change.LIVE);

    /// For a supervisor: the node ends in good order when whoever holds the other end of its standard input is gone.
    public static final Directive<Boolean> EXIT_WHEN_STDIN_CLOSES =
            yesNo("exit-when-stdin-closes", false, Change.START);

    // The set, and the port for probes
    public static final Directive<String> REPLICASET_ID = text("replicaset-id", "", Change.START);
    public static final Directive<String> REPLICASET_NAME = text("replicaset-name", "", Change.START);
    public static final Directive<String> REPLICASET_DURABILITY =
            choice("replicaset-durability", "async", Change.START, "async", "quorum");
    public static final Directive<Long> REPLICASET_DETECTION_MILLIS =
            whole("replicaset-detection-timeout", 2000, 50, 600_000, Change.START);
    public static final Directive<String> REPLICASET_ISOLATION =
            choice("replicaset-isolation", "close-writes", Change.START, "close-writes", "keep-writing");
    public static final Directive<Long> REPLICASET_ISOLATION_MILLIS =
            whole("replicaset-isolation-timeout", 2000, 50, 600_000, Change.START);
    public static final Directive<Long> REPLICASET_QUORUM_MILLIS =
            whole("replicaset-quorum-timeout", 5000, 50, 600_000, Change.LIVE);
    public static final Directive<Long> ADMIN_PORT = whole("admin-port", 0, 0, 65535, Change.START);
    public static final Directive<String> ADMIN_BIND = text("admin-bind", "*", Change.START);

    static {
        InertDirectives.all().forEach(Directives::register);
    }

    private Directives() {}

    /// The directive of this name or alias, in any case; null if there is none.
    public static @Nullable Directive<?> find(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    /// All names and aliases with their directives.
    public static Map<String, Directive<?>> all() {
        return Collections.unmodifiableMap(BY_NAME);
    }

    private static <T> Directive<T> add(
            String name, @Nullable String alias, ValueType<T> type, T value, Change change) {
        return register(new Directive<>(name, alias, type, value, change, false, true));
    }

    private static <T> Directive<T> register(Directive<T> directive) {
        BY_NAME.put(directive.name(), directive);
        if (directive.alias() != null) {
            BY_NAME.put(directive.alias(), directive);
        }
        return directive;
    }

    private static Directive<Boolean> yesNo(String name, boolean value, Change change) {
        return add(name, null, new ValueType.YesNo(), value, change);
    }

    private static Directive<Long> whole(String name, long value, long min, long max, Change change) {
        return add(name, null, new ValueType.Whole(min, max), value, change);
    }

    private static Directive<Long> memory(String name, long value, long min, long max, Change change) {
        return add(name, null, new ValueType.Memory(min, max), value, change);
    }

    private static Directive<String> text(String name, String value, Change change) {
        return add(name, null, new ValueType.Text(), value, change);
    }

    private static Directive<String> choice(String name, String value, Change change, String... words) {
        return add(name, null, new ValueType.Choice(List.of(words)), value, change);
    }

    private static Directive<String> secret(String name, Change change) {
        return register(new Directive<>(name, null, new ValueType.Text(), "", change, true, true));
    }

    /// `replica-…` with its old name `slave-…`.
    private static <T> Directive<T> replica(String suffix, ValueType<T> type, T value) {
        return add("replica-" + suffix, "slave-" + suffix, type, value, Change.LIVE);
    }
}
