package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.persistence.disk.SnapshotDisk;
import io.redisreplicaset.datanode.replication.ReplicationId;
import io.redisreplicaset.datanode.replication.SnapshotFraming;
import java.util.Optional;

/// Chooses the way that a snapshot from the upstream takes into this node's data.
final class UpstreamLoads {
    private final EngineCore core;
    private final ReplicationLineage lineage;
    private final Runnable letGoOfReaders;
    private final SetMembership membership;
    private final SnapshotRuns runs;
    private final SnapshotDisk disk;

    /// @param letGoOfReaders ends whatever reads the data or its stream for others
    UpstreamLoads(
            EngineCore core,
            ReplicationLineage lineage,
            Runnable letGoOfReaders,
            SetMembership membership,
            SnapshotRuns runs,
            SnapshotDisk disk) {
        this.core = core;
        this.lineage = lineage;
        this.letGoOfReaders = letGoOfReaders;
        this.membership = membership;
        this.runs = runs;
        this.disk = disk;
    }

    /// A snapshot begins to arrive.
    ///
    /// @param id the history that it is said to be of; empty where the upstream is too old to have one
    UpstreamLoad begin(SnapshotFraming framing, Optional<ReplicationId> id, long offset) {
        UpstreamTarget target = new UpstreamTarget(core, lineage, letGoOfReaders, membership, id, offset);
        long expectedBytes =
                framing instanceof SnapshotFraming.OfLength(long bytes) ? bytes : SnapshotLoad.Mode.UNKNOWN_SIZE;
        String wish = core.settings().get(Directives.REPL_DISKLESS_LOAD);
        // A member may have acked what it holds: it keeps that until all of the new is there, and asks no disk for it.
        if (membership.isMember() || wish.equals("swapdb")) {
            return new UpstreamMemoryLoad(runs, target, true, expectedBytes);
        }
        if (wish.equals("on-empty-db") && core.keyspace().size() == 0) {
            return new UpstreamMemoryLoad(runs, target, false, expectedBytes);
        }
        return new UpstreamFileLoad(core, runs, target, disk);
    }
}
