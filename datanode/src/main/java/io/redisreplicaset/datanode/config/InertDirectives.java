package io.redisreplicaset.datanode.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Directives that are read so that a `redis.conf` written for Redis 7.0 loads, and that have no effect in this
/// release:
/// what they tune is not there (other types than strings, the append-only file, eviction), or the JVM does it.
///
/// Where another value than the default would be a promise that is not kept, as `appendonly yes`, it is refused.
final class InertDirectives {
    private static final long INT_MAX = Integer.MAX_VALUE;
    private static final long MB = 1024 * 1024;
    private static final String[] POLICIES = {
        "noeviction",
        "volatile-lru",
        "volatile-lfu",
        "volatile-random",
        "volatile-ttl",
        "allkeys-lru",
        "allkeys-lfu",
        "allkeys-random"
    };

    private final List<Directive<?>> all = new ArrayList<>();

    private InertDirectives() {
        process();
        appendOnlyFile();
        memory();
        encodings();
    }

    static List<Directive<?>> all() {
        return List.copyOf(new InertDirectives().all);
    }

    private void process() {
        choice("supervised", "no", "no", "auto", "systemd", "upstart");
        yesNo("set-proc-title", true);
        text("proc-title-template", "{title} {listen-addr} {server-mode}");
        choice("oom-score-adj", "no", "no", "yes", "relative", "absolute");
        add("oom-score-adj-values", null, new ValueType.Words(), List.of("0", "200", "800"));
        yesNo("disable-thp", true);
        yesNo("crash-log-enabled", true);
        yesNo("crash-memcheck-enabled", true);
        yesNo("dynamic-hz", true);
        whole("io-threads", 1, 1, 128);
        yesNo("io-threads-do-reads", false);
        choice("cluster-enabled", "no", "no");
        choice("enable-module-command", "no", "yes", "no", "local");
        whole("acllog-max-len", 128, 0, INT_MAX);
        whole("latency-monitor-threshold", 0, 0, Long.MAX_VALUE);
        add("busy-reply-threshold", "lua-time-limit", new ValueType.Whole(0, INT_MAX), 5000L);
        choice("propagation-error-behavior", "ignore", "ignore", "panic", "panic-on-replicas");
    }

    private void appendOnlyFile() {
        choice("appendonly", "no", "no");
        text("appendfilename", "appendonly.aof");
        text("appenddirname", "appendonlydir");
        choice("appendfsync", "everysec", "everysec", "always", "no");
        yesNo("no-appendfsync-on-rewrite", false);
        whole("auto-aof-rewrite-percentage", 100, 0, INT_MAX);
        add("auto-aof-rewrite-min-size", null, new ValueType.Memory(0, Long.MAX_VALUE), 64 * MB);
        yesNo("aof-load-truncated", true);
        yesNo("aof-use-rdb-preamble", true);
        yesNo("aof-timestamp-enabled", false);
        yesNo("aof-rewrite-incremental-fsync", true);
        yesNo("rdb-save-incremental-fsync", true);
        yesNo("rdb-del-sync-files", false);
    }

    private void memory() {
        add("maxmemory", null, new ValueType.Memory(0, 0), 0L);
        choice("maxmemory-policy", "noeviction", POLICIES);
        whole("maxmemory-samples", 5, 1, INT_MAX);
        yesNo("activerehashing", true);
        choice("activedefrag", "no", "no");
        yesNo("jemalloc-bg-thread", true);
        yesNo("lazyfree-lazy-eviction", false);
        yesNo("lazyfree-lazy-server-del", false);
        yesNo("lazyfree-lazy-user-del", false);
        yesNo("lazyfree-lazy-user-flush", false);
        add("replica-lazy-flush", "slave-lazy-flush", new ValueType.YesNo(), false);
        add("replica-ignore-maxmemory", "slave-ignore-maxmemory", new ValueType.YesNo(), true);
    }

    private void encodings() {
        add("hash-max-listpack-entries", "hash-max-ziplist-entries", new ValueType.Whole(0, INT_MAX), 512L);
        add("hash-max-listpack-value", "hash-max-ziplist-value", new ValueType.Whole(0, INT_MAX), 64L);
        add("list-max-listpack-size", "list-max-ziplist-size", new ValueType.Whole(-5, INT_MAX), -2L);
        whole("list-compress-depth", 0, 0, INT_MAX);
        whole("set-max-intset-entries", 512, 0, INT_MAX);
        add("zset-max-listpack-entries", "zset-max-ziplist-entries", new ValueType.Whole(0, INT_MAX), 128L);
        add("zset-max-listpack-value", "zset-max-ziplist-value", new ValueType.Whole(0, INT_MAX), 64L);
        whole("hll-sparse-max-bytes", 3000, 0, INT_MAX);
        add("stream-node-max-bytes", null, new ValueType.Memory(0, INT_MAX), 4096L);
        whole("stream-node-max-entries", 100, 0, INT_MAX);
    }

    private void yesNo(String name, boolean value) {
        add(name, null, new ValueType.YesNo(), value);
    }

    private void whole(String name, long value, long min, long max) {
        add(name, null, new ValueType.Whole(min, max), value);
    }

    private void text(String name, String value) {
        add(name, null, new ValueType.Text(), value);
    }

    private void choice(String name, String value, String... words) {
        add(name, null, new ValueType.Choice(List.of(words)), value);
    }

    private <T> void add(String name, @Nullable String alias, ValueType<T> type, T value) {
        all.add(new Directive<>(name, alias, type, value, Directive.Change.LIVE, false, false));
    }
}
