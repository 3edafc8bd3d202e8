package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.replication.BacklogRange;
import io.redisreplicaset.datanode.replication.ReplicationHistory;
import io.redisreplicaset.datanode.replication.master.ReplicaSession;
import io.redisreplicaset.datanode.replication.replica.SnapshotReader;
import io.redisreplicaset.datanode.replication.replica.UpstreamLink;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// What INFO and ROLE tell of replication, in Redis's order: Sentinels and tools read it.
final class ReplicationInfo {
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private final EngineCore core;
    private final ReplicationLineage lineage;
    private final ReplicaRoster roster;
    private final UpstreamFollower follower;
    private final BooleanSupplier isMaster;

    /// @param isMaster false for a member of a set that is not its master, even where it follows nobody: a client
    ///     that looks for a master must not find one here
    ReplicationInfo(
            EngineCore core,
            ReplicationLineage lineage,
            ReplicaRoster roster,
            UpstreamFollower follower,
            BooleanSupplier isMaster) {
        this.core = core;
        this.lineage = lineage;
        this.roster = roster;
        this.follower = follower;
        this.isMaster = isMaster;
    }

    void describe(InfoReport.Lines lines) {
        long now = core.clock().nanos();
        boolean isMaster = this.isMaster.getAsBoolean();
        lines.add("role", isMaster ? "master" : "slave");
        if (!isMaster) {
            upstream(lines, now);
        }
        lines.add("connected_slaves", roster.attached().size());
        Settings settings = core.settings();
        if (settings.whole(Directives.MIN_REPLICAS_TO_WRITE) > 0
                && settings.whole(Directives.MIN_REPLICAS_MAX_LAG_SECONDS) > 0) {
            lines.add("min_slaves_good_slaves", roster.good());
        }
        replicas(lines, now);
        history(lines);
    }

    private void upstream(InfoReport.Lines lines, long nowNanos) {
        UpstreamLink link = follower.link();
        Settings settings = core.settings();
        lines.add("master_host", link.host())
                .add("master_port", link.port())
                .add("master_link_status", link.isConnected() ? "up" : "down")
                .add("master_last_io_seconds_ago", link.isConnected() ? secondsAgo(link, nowNanos) : -1)
                .add("master_sync_in_progress", link.state().isTransfer())
                .add("slave_read_repl_offset", lineage.offset() + follower.pendingBytes())
                .add("slave_repl_offset", lineage.offset());
        if (link.state().isTransfer()) {
            transfer(lines, secondsAgo(link, nowNanos));
        }
        if (!link.isConnected()) {
            long down = link.downNanos(nowNanos);
            lines.add("master_link_down_since_seconds", down < 0 ? -1 : down / NANOS_A_SECOND);
        }
        lines.add("slave_priority", settings.whole(Directives.REPLICA_PRIORITY))
                .add("slave_read_only", settings.isOn(Directives.REPLICA_READ_ONLY))
                .add("replica_announced", settings.isOn(Directives.REPLICA_ANNOUNCED));
    }

    private static long secondsAgo(UpstreamLink link, long nowNanos) {
        return (nowNanos - link.lastHeardNanos()) / NANOS_A_SECOND;
    }

    private void transfer(InfoReport.Lines lines, long lastIoSecondsAgo) {
        SnapshotReader snapshot = follower.snapshot();
        long total = snapshot == null ? 0 : snapshot.bytesExpected();
        long read = snapshot == null ? 0 : snapshot.bytesRead();
        lines.add("master_sync_total_bytes", total)
                .add("master_sync_read_bytes", read)
                .add("master_sync_left_bytes", Math.max(0, total - read))
                .add("master_sync_perc", String.format(Locale.ROOT, "%.2f", total == 0 ? 0 : read * 100.0 / total))
                .add("master_sync_last_io_seconds_ago", lastIoSecondsAgo);
    }

    private void replicas(InfoReport.Lines lines, long nowNanos) {
        int number = 0;
        for (ReplicaPeer peer : roster.attached()) {
            ReplicaSession session = peer.attachedSession();
            lines.add(
                    "slave" + number++,
                    "ip=" + peer.host() + ",port=" + peer.listeningPort + ",state=" + session.stateWord() + ",offset="
                            + session.ackedOffset() + ",lag="
                            + (session.hasSnapshot() ? session.lagSeconds(nowNanos) : 0));
        }
    }

    private void history(InfoReport.Lines lines) {
        ReplicationHistory history = lineage.history();
        Optional<BacklogRange> kept = lineage.stream().range();
        lines.add("master_failover_state", "no-failover")
                .add("master_replid", history.id().hex())
                .add("master_replid2", lineage.secondId())
                .add("master_repl_offset", lineage.offset())
                .add("second_repl_offset", history.secondOffset())
                .add("repl_backlog_active", kept.isPresent())
                .add("repl_backlog_size", lineage.stream().capacityBytes())
                .add(
                        "repl_backlog_first_byte_offset",
                        kept.map(BacklogRange::firstOffset).orElse(0L))
                .add(
                        "repl_backlog_histlen",
                        kept.map(range -> range.endOffset() - range.firstOffset() + 1)
                                .orElse(0L));
    }

    void role(RespWriter reply) {
        if (!isMaster.getAsBoolean()) {
            UpstreamLink link = follower.link();
            reply.array(5);
            reply.bulk("slave");
            reply.bulk(link.host());
            reply.integer(link.port());
            reply.bulk(link.state().roleWord());
            reply.integer(link.isConnected() ? lineage.offset() : -1);
            return;
        }
        List<ReplicaPeer> online = roster.attached().stream()
                .filter(peer -> peer.attachedSession().hasSnapshot())
                .toList();
        reply.array(3);
        reply.bulk("master");
        reply.integer(lineage.offset());
        reply.array(online.size());
        for (ReplicaPeer peer : online) {
            reply.array(3);
            reply.bulk(peer.host());
            reply.bulk(peer.listeningPort);
            reply.bulk(peer.attachedSession().ackedOffset());
        }
    }
}
