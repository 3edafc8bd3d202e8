package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.command.CommandStats;
import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.NodeStats;
import io.redisreplicaset.datanode.command.Release;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.keyspace.Database;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// INFO: sections of `name:value` lines, in Redis's order.
public final class InfoReport {
    private static final List<String> DEFAULT_SECTIONS = List.of(
            "server", "clients", "memory", "persistence", "stats", "replication", "cpu", "errorstats", "keyspace");
    private static final List<String> ALL_SECTIONS = List.of(
            "server",
            "clients",
            "memory",
            "persistence",
            "stats",
            "replication",
            "replicaset",
            "cpu",
            "commandstats",
            "errorstats",
            "keyspace");

    private final EngineCore core;
    private final CommandTable commands;
    private final List<InfoSource> sources;
    private final Rates rates;

    /// The lines of one section.
    public static final class Lines {
        private final StringBuilder text;

        Lines(StringBuilder text) {
            this.text = text;
        }

        public Lines add(String name, String value) {
            text.append(name).append(':').append(value).append("\r\n");
            return this;
        }

        public Lines add(String name, long value) {
            return add(name, Long.toString(value));
        }

        public Lines add(String name, boolean value) {
            return add(name, value ? 1 : 0);
        }
    }

    InfoReport(EngineCore core, CommandTable commands, List<InfoSource> sources) {
        this.core = core;
        this.commands = commands;
        this.sources = sources;
        this.rates = new Rates(core.stats());
    }

    /// Takes a sample for the `instantaneous_…` lines; to be called ten times a second.
    void sample(long nowNanos) {
        rates.sample(nowNanos);
    }

    String render(List<String> wanted) {
        StringBuilder text = new StringBuilder(2048);
        for (String section : chosen(wanted)) {
            if (!text.isEmpty()) {
                text.append("\r\n");
            }
            text.append("# ").append(title(section)).append("\r\n");
            Lines lines = new Lines(text);
            switch (section) {
                case "server" -> server(lines);
                case "clients" -> clients(lines);
                case "memory" -> memory(lines);
                case "stats" -> stats(lines);
                case "cpu" -> processor(lines);
                case "commandstats" -> commandStats(lines);
                case "errorstats" ->
                    core.stats().errors().forEach((kind, count) -> lines.add("errorstat_" + kind, "count=" + count));
                case "keyspace" -> keyspace(lines);
                default -> {
                    // Wholly somebody else's.
                }
            }
            sources.forEach(source -> source.describe(section, lines));
        }
        return text.toString();
    }

    private static Set<String> chosen(List<String> wanted) {
        Set<String> chosen = new LinkedHashSet<>();
        if (wanted.isEmpty()) {
            chosen.addAll(DEFAULT_SECTIONS);
        }
        for (String name : wanted) {
            switch (name) {
                case "default" -> chosen.addAll(DEFAULT_SECTIONS);
                case "all", "everything" -> chosen.addAll(ALL_SECTIONS);
                default -> {
                    if (ALL_SECTIONS.contains(name)) {
                        chosen.add(name);
                    }
                }
            }
        }
        return chosen;
    }

    private static String title(String section) {
        return section.equals("cpu") ? "CPU" : section.substring(0, 1).toUpperCase(Locale.ROOT) + section.substring(1);
    }

    private void server(Lines lines) {
        long uptime = (core.clock().unixMillis() - core.startedMillis()) / 1000;
        lines.add("redis_version", Release.REDIS_COMPATIBLE)
                .add("redis_git_sha1", "00000000")
                .add("redis_git_dirty", 0)
                .add("rrs_version", Release.ours())
                .add("redis_mode", "standalone")
                .add(
                        "os",
                        System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                                + System.getProperty("os.arch"))
                .add("arch_bits", 64)
                .add("java_version", Runtime.version().toString())
                .add("process_id", ProcessHandle.current().pid())
                .add("run_id", core.runId())
                .add("tcp_port", core.settings().whole(Directives.PORT))
                .add("server_time_usec", core.clock().unixMillis() * 1000)
                .add("uptime_in_seconds", uptime)
                .add("uptime_in_days", uptime / 86400)
                .add("hz", core.settings().whole(Directives.HZ));
    }

    private void clients(Lines lines) {
        long replicas = core.clients().all().stream().filter(Client::isReplica).count();
        long parked = core.clients().all().stream().filter(Client::isParked).count();
        lines.add("connected_clients", core.clients().size() - replicas)
                .add("cluster_connections", 0)
                .add("maxclients", core.settings().whole(Directives.MAX_CLIENTS))
                .add("blocked_clients", parked);
    }

    private void memory(Lines lines) {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        lines.add("used_memory", used)
                .add("used_memory_human", human(used))
                .add("used_memory_rss", runtime.totalMemory())
                .add("total_system_memory", runtime.maxMemory())
                .add("maxmemory", 0)
                .add("maxmemory_policy", "noeviction")
                .add("mem_replication_backlog", core.stream().allocatedBytes())
                .add("mem_total_replication_buffers", core.stream().allocatedBytes())
                .add("mem_allocator", "jvm");
    }

    private static String human(long bytes) {
        return String.format(Locale.ROOT, "%.2fM", bytes / 1024.0 / 1024.0);
    }

    private void stats(Lines lines) {
        NodeStats stats = core.stats();
        lines.add("total_connections_received", stats.connectionsReceived)
                .add("total_commands_processed", stats.commandsProcessed)
                .add("instantaneous_ops_per_sec", rates.commandsASecond())
                .add("total_net_input_bytes", stats.netInputBytes)
                .add("total_net_output_bytes", stats.netOutputBytes)
                .add("total_net_repl_input_bytes", stats.replicationInputBytes)
                .add("total_net_repl_output_bytes", stats.replicationOutputBytes)
                .add("instantaneous_input_kbps", rates.inputKilobytesASecond())
                .add("instantaneous_output_kbps", rates.outputKilobytesASecond())
                .add("rejected_connections", stats.connectionsRejected)
                .add("sync_full", stats.fullSyncs)
                .add("sync_partial_ok", stats.partialSyncs)
                .add("sync_partial_err", stats.refusedPartialSyncs)
                .add("expired_keys", stats.expiredKeys)
                .add("evicted_keys", 0)
                .add("keyspace_hits", stats.keyspaceHits)
                .add("keyspace_misses", stats.keyspaceMisses)
                .add("pubsub_channels", core.pubSub().channelCount())
                .add("pubsub_patterns", core.pubSub().patternCount())
                .add("latest_fork_usec", 0)
                .add("total_forks", 0)
                .add("total_error_replies", stats.errorReplies())
                .add("unexpected_error_replies", stats.unexpectedErrorReplies)
                .add("held_replies", core.replyGate().heldReplies());
    }

    private static void processor(Lines lines) {
        ProcessorTime time = ProcessorTime.now();
        lines.add("used_cpu_sys", seconds(time.system()))
                .add("used_cpu_user", seconds(time.user()))
                .add("used_cpu_sys_children", seconds(Duration.ZERO))
                .add("used_cpu_user_children", seconds(Duration.ZERO));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.6f", time.toNanos() / 1e9);
    }

    private void commandStats(Lines lines) {
        for (CommandSpec spec : commands.all()) {
            commandLine(lines, spec);
            spec.subcommands().values().forEach(sub -> commandLine(lines, sub));
        }
    }

    private static void commandLine(Lines lines, CommandSpec spec) {
        CommandStats stats = spec.stats();
        if (stats.calls() == 0 && stats.rejectedCalls() == 0) {
            return;
        }
        double perCall = stats.calls() == 0 ? 0 : (double) stats.micros() / stats.calls();
        lines.add(
                "cmdstat_" + spec.name(),
                "calls=" + stats.calls() + ",usec=" + stats.micros() + ",usec_per_call="
                        + String.format(Locale.ROOT, "%.2f", perCall) + ",rejected_calls=" + stats.rejectedCalls()
                        + ",failed_calls=" + stats.failedCalls());
    }

    private void keyspace(Lines lines) {
        for (Database database : core.keyspace().databases()) {
            if (database.size() > 0) {
                lines.add(
                        "db" + database.index(),
                        "keys=" + database.size() + ",expires=" + database.expiringSize() + ",avg_ttl="
                                + averageTtl(database));
            }
        }
    }

    /// From a handful of keys: enough for a line that says "about".
    private long averageTtl(Database database) {
        long now = core.clock().unixMillis();
        long total = 0;
        int count = 0;
        for (int slot = 0; slot < 16; slot++) {
            var entry = database.expiringAt(slot);
            if (entry != null && entry.expireAtMillis() > now) {
                total += entry.expireAtMillis() - now;
                count++;
            }
        }
        return count == 0 ? 0 : total / count;
    }
}
