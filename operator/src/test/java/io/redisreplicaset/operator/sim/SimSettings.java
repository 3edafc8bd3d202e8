package io.redisreplicaset.operator.sim;

import io.redisreplicaset.operator.api.Durability;
import io.redisreplicaset.operator.api.TopologyType;
import io.redisreplicaset.operator.topology.SetIntent;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/// What kind of set a run has, and on what kind of machines.
///
/// @param writeQuorum empty for a majority
/// @param persistent a deleted node comes back on its disk
/// @param memory what of the data outlives a killed process
/// @param linkTimeoutMillis after which silence ends a replication link
/// @param quorumMillis how long a reply is held before its outcome is unknown
/// @param shutdownMillis how long a node waits to be relieved
record SimSettings(
        int replicas,
        Durability durability,
        OptionalInt writeQuorum,
        TopologyType topology,
        boolean persistent,
        Memory memory,
        int coordinators,
        long detectionMillis,
        long isolationMillis,
        long linkTimeoutMillis,
        long quorumMillis,
        long shutdownMillis,
        long backlogBytes) {
    /// What a process that is killed leaves behind.
    enum Memory {
        /// Its last snapshot, which is older than its last ack.
        SNAPSHOTS,
        /// A log that was written before each ack.
        LOG
    }

    static SimSettings of(int replicas, Durability durability) {
        return new SimSettings(
                replicas,
                durability,
                OptionalInt.empty(),
                TopologyType.STAR,
                true,
                Memory.SNAPSHOTS,
                1,
                2_000,
                2_000,
                10_000,
                5_000,
                5_000,
                1 << 20);
    }

    static SimSettings drawn(SplittableRandom random) {
        int[] sizes = {1, 2, 3, 3, 3, 3, 3, 4, 5, 5, 5};
        int replicas = sizes[random.nextInt(sizes.length)];
        Durability durability = replicas >= 3 && random.nextInt(4) > 0 ? Durability.QUORUM : Durability.ASYNC;
        boolean hasOwnQuorum = durability == Durability.QUORUM && random.nextInt(3) == 0;
        long detection = random.nextInt(2) == 0 ? 1_000 : 2_000;
        return new SimSettings(
                replicas,
                durability,
                hasOwnQuorum ? OptionalInt.of(1 + random.nextInt(replicas)) : OptionalInt.empty(),
                random.nextInt(3) == 0 ? TopologyType.CHAIN : TopologyType.STAR,
                random.nextInt(3) > 0,
                random.nextInt(3) == 0 ? Memory.LOG : Memory.SNAPSHOTS,
                random.nextInt(3) == 0 ? 2 : 1,
                detection,
                detection * (1 + random.nextInt(2)),
                3_000 + random.nextInt(12_000),
                2_000 + random.nextInt(4_000),
                2_000 + random.nextInt(6_000),
                random.nextInt(3) == 0 ? 600 : 1 << 20);
    }

    SimSettings with(TopologyType newTopology) {
        return of(newTopology, writeQuorum, memory, coordinators, linkTimeoutMillis, backlogBytes);
    }

    SimSettings with(Memory newMemory) {
        return of(topology, writeQuorum, newMemory, coordinators, linkTimeoutMillis, backlogBytes);
    }

    SimSettings withWriteQuorum(int quorum) {
        return of(topology, OptionalInt.of(quorum), memory, coordinators, linkTimeoutMillis, backlogBytes);
    }

    SimSettings withCoordinators(int count) {
        return of(topology, writeQuorum, memory, count, linkTimeoutMillis, backlogBytes);
    }

    SimSettings withLinkTimeout(long millis) {
        return of(topology, writeQuorum, memory, coordinators, millis, backlogBytes);
    }

    SimSettings withBacklog(long bytes) {
        return of(topology, writeQuorum, memory, coordinators, linkTimeoutMillis, bytes);
    }

    private SimSettings of(
            TopologyType newTopology,
            OptionalInt quorum,
            Memory newMemory,
            int coordinatorCount,
            long linkTimeout,
            long backlog) {
        return new SimSettings(
                replicas,
                durability,
                quorum,
                newTopology,
                persistent,
                newMemory,
                coordinatorCount,
                detectionMillis,
                isolationMillis,
                linkTimeout,
                quorumMillis,
                shutdownMillis,
                backlog);
    }

    boolean holdsReplies() {
        return durability == Durability.QUORUM;
    }

    /// The default of the resource: with fewer than three there is no majority to be cut off from.
    boolean closesWhenIsolated() {
        return replicas >= 3;
    }

    SetIntent intent() {
        return new SetIntent(
                "n",
                replicas,
                durability,
                writeQuorum,
                topology,
                Duration.ofMillis(detectionMillis),
                persistent,
                true,
                "r1",
                Optional.empty(),
                OptionalLong.empty());
    }
}
