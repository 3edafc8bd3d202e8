package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.persistence.disk.SnapshotDisk;
import io.redisreplicaset.datanode.replication.master.ReplicaSession;
import io.redisreplicaset.datanode.replication.master.SnapshotSharing;
import io.redisreplicaset.datanode.replication.master.SnapshotSharing.Decision;
import io.redisreplicaset.datanode.replication.master.SnapshotSharing.Policy;
import io.redisreplicaset.datanode.replication.master.SnapshotSharing.Running;
import io.redisreplicaset.datanode.replication.master.SnapshotSharing.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The full syncs: carries out what [SnapshotSharing] decides.
///
/// The instant at which a snapshot begins is its place in the history. From then on that place is kept for every
/// replica which gets the snapshot.
final class ReplicaSnapshots implements ReplicaSharedSnapshot.Listener {
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private final EngineCore core;
    private final ReplicationLineage lineage;
    private final SnapshotRuns runs;
    private final SnapshotDisk disk;
    private final SnapshotFacts facts;
    private final ReplicaSharedSnapshot.Listener listener;
    private final Map<Long, ReplicaSharedSnapshot> running = new HashMap<>();
    private long lastId;

    /// @param facts what a snapshot of this moment tells of its history
    /// @param listener is told when a replica can get the stream, or has to be let go
    ReplicaSnapshots(
            EngineCore core,
            ReplicationLineage lineage,
            SnapshotRuns runs,
            SnapshotDisk disk,
            SnapshotFacts facts,
            ReplicaSharedSnapshot.Listener listener) {
        this.core = core;
        this.lineage = lineage;
        this.runs = runs;
        this.disk = disk;
        this.facts = facts;
        this.listener = listener;
    }

    /// Begins what can be begun for those who wait.
    void serve(Collection<ReplicaPeer> attached, long nowNanos) {
        Map<Long, ReplicaPeer> byId = new HashMap<>();
        List<Waiting> waiting = new ArrayList<>();
        for (ReplicaPeer peer : attached) {
            ReplicaSession session = peer.session();
            boolean isUnserved = session != null
                    && session.phase() == ReplicaSession.Phase.AWAITING_SNAPSHOT
                    && peer.snapshot() == null;
            if (isUnserved) {
                byId.put(peer.client().id(), peer);
                waiting.add(new Waiting(peer.client().id(), peer.needs(), peer.waitingSinceNanos()));
            }
        }
        if (waiting.isEmpty()) {
            return;
        }
        List<Running> open = running.values().stream()
                .map(each -> new Running(each.id(), each.isOpen(), each.withoutKeys()))
                .toList();
        for (Decision decision : SnapshotSharing.decide(waiting, open, policy(), nowNanos)) {
            switch (decision) {
                case Decision.Join(long replica, long snapshot) ->
                    join(require(byId.get(replica)), require(running.get(snapshot)));
                case Decision.Begin(List<Long> replicas, boolean toFile, boolean withoutKeys) ->
                    begin(replicas.stream().map(each -> require(byId.get(each))).toList(), toFile, withoutKeys);
            }
        }
    }

    /// Nothing is being written for replicas.
    boolean areNone() {
        return running.isEmpty();
    }

    /// The data is about to be replaced: what is being written of it is of no use to anybody, and its place in the
    /// stream is gone.
    void abandonAll() {
        for (ReplicaSharedSnapshot each : List.copyOf(running.values())) {
            each.abandon("the data is replaced by that of the upstream");
        }
    }

    private static <T> T require(@Nullable T found) {
        if (found == null) {
            throw new IllegalStateException("a decision about somebody who was not asked about");
        }
        return found;
    }

    private Policy policy() {
        Settings settings = core.settings();
        return new Policy(
                settings.isOn(Directives.REPL_DISKLESS_SYNC),
                settings.whole(Directives.REPL_DISKLESS_SYNC_DELAY_SECONDS) * NANOS_A_SECOND,
                settings.whole(Directives.REPL_DISKLESS_SYNC_MAX_REPLICAS));
    }

    private void join(ReplicaPeer replica, ReplicaSharedSnapshot snapshot) {
        ReplicaFileSnapshot open = (ReplicaFileSnapshot) snapshot;
        placeAt(replica, open, open.nextOffset());
        open.join(replica);
    }

    private void begin(List<ReplicaPeer> replicas, boolean toFile, boolean withoutKeys) {
        lineage.streamIsJoined();
        long nextOffset = lineage.offset() + 1;
        if (toFile && !withoutKeys) {
            ReplicaFileSnapshot snapshot = new ReplicaFileSnapshot(++lastId, core, disk, this);
            running.put(snapshot.id(), snapshot);
            replicas.forEach(replica -> placeAt(replica, snapshot, nextOffset));
            snapshot.begin(replicas, facts, runs);
        } else {
            ReplicaStreamedSnapshot snapshot = new ReplicaStreamedSnapshot(++lastId, core, withoutKeys, this);
            running.put(snapshot.id(), snapshot);
            replicas.forEach(replica -> placeAt(replica, snapshot, nextOffset));
            snapshot.begin(replicas, facts, runs);
        }
    }

    /// Keeps the stream for the replica from the snapshot on, and tells it where that is.
    private void placeAt(ReplicaPeer replica, ReplicaSharedSnapshot snapshot, long nextOffset) {
        replica.isSent(snapshot);
        if (!replica.wantsSnapshotOnly) {
            replica.standsAt(lineage.stream().cursorAt(nextOffset));
        }
        if (replica.knowsHistory()) {
            byte[] line = ("+FULLRESYNC " + lineage.history().id() + " " + (nextOffset - 1) + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            replica.client().connection().send(line, 0, line.length);
        }
    }

    @Override
    public void ended(ReplicaSharedSnapshot snapshot, List<ReplicaPeer> sent) {
        running.remove(snapshot.id());
        long now = core.clock().nanos();
        for (ReplicaPeer replica : sent) {
            replica.attachedSession().snapshotSent(now);
            replica.isSent(null);
        }
        listener.ended(snapshot, sent);
    }

    @Override
    public void failed(ReplicaSharedSnapshot snapshot, List<ReplicaPeer> waiting, String why) {
        running.remove(snapshot.id());
        listener.failed(snapshot, waiting, why);
    }
}
