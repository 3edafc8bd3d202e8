package io.redisreplicaset.datanode.membership;

import io.redisreplicaset.datanode.membership.Effect.DropClients;
import io.redisreplicaset.datanode.membership.Effect.Notify;
import io.redisreplicaset.datanode.membership.Effect.ParkClients;
import io.redisreplicaset.datanode.membership.Effect.ParkWrites;
import io.redisreplicaset.datanode.membership.Effect.ReleaseClients;
import io.redisreplicaset.datanode.membership.WriteGate.Parking;
import java.util.ArrayList;
import java.util.List;

/// What a node owes its ordinary clients: which commands run, which wait, which replies may go out.
///
/// Two gates. [WriteGate] decides whether a write runs at all; [QuorumGate] decides when its reply goes out.
final class Mastership {
    static final String READONLY = "READONLY This node is not the master of its set";
    static final String ISOLATED = "NOREPLICAS This master has not heard from a majority of its set in time";

    private final boolean holdsReplies;
    private final QuorumGate quorum = new QuorumGate();
    private final WriteGate writes;
    private boolean isMaster;
    private long epoch;
    private long committedEpoch;
    /// What watchers were told last.
    private boolean toldWritesOpen;

    Mastership(MembershipConfig config) {
        holdsReplies = config.holdsReplies();
        writes = new WriteGate(config);
    }

    /// Begins an epoch. What is parked goes on; writes open once the marker is in the stream.
    List<Effect> begin(HistoryMarker marker, String self) {
        boolean hasParked = writes.parking() != Parking.NOTHING;
        isMaster = true;
        epoch = marker.epoch();
        toldWritesOpen = false;
        writes.unpark();
        quorum.begin(marker.epoch(), self, marker.voters(), marker.writeQuorum());
        return hasParked ? List.of(new ReleaseClients()) : List.of();
    }

    /// Closes writes for good in this epoch. Clients wait a little, for a promotion of the same node.
    List<Effect> depose(long nowNanos) {
        isMaster = false;
        quorum.freeze();
        writes.park(Parking.EVERYTHING, nowNanos + MembershipConfig.PARK_NANOS);
        toldWritesOpen = false;
        return List.of(new ParkClients());
    }

    /// The end of all waiting: no ordinary client may go on believing that it talks to a master.
    List<Effect> letGoOfClients() {
        isMaster = false;
        quorum.freeze();
        writes.unpark();
        toldWritesOpen = false;
        return List.of(new DropClients(READONLY));
    }

    List<Effect> pause(long untilNanos) {
        writes.park(Parking.WRITES, untilNanos);
        toldWritesOpen = false;
        return List.of(new ParkWrites(), new Notify(StatusEvent.WRITES));
    }

    List<Effect> endPause(long nowNanos) {
        if (!isPaused()) {
            return List.of();
        }
        writes.unpark();
        toldWritesOpen = nowNanos < writesOpenUntilNanos();
        return List.of(new ReleaseClients(), new Notify(StatusEvent.WRITES));
    }

    boolean isPaused() {
        return writes.parking() == Parking.WRITES;
    }

    /// A majority of this many voters was last heard in answer to a question of `heardSinceNanos`.
    void majorityHeard(int voters, long heardSinceNanos) {
        writes.majorityHeard(voters, heardSinceNanos);
    }

    List<Effect> markerAppended(long endOffset, long nowNanos) {
        quorum.markerAppended(endOffset);
        List<Effect> effects = new ArrayList<>(noteWrites(nowNanos));
        if (quorum.markerIsCommitted()) {
            effects.addAll(noteMarkerCommitted());
        }
        return effects;
    }

    void appended(long endOffset) {
        quorum.appended(endOffset);
    }

    List<Effect> acked(String nodeId, long ackEpoch, long ackedOffset) {
        boolean markerWasCommitted = quorum.markerIsCommitted();
        boolean moved = quorum.acked(nodeId, ackEpoch, ackedOffset);
        return moved && !markerWasCommitted ? noteMarkerCommitted() : List.of();
    }

    private List<Effect> noteMarkerCommitted() {
        committedEpoch = epoch;
        return List.of(new Notify(StatusEvent.COMMITTED));
    }

    long writesOpenUntilNanos() {
        return isMaster && quorum.markerIsAppended() ? writes.openUntilNanos() : WriteGate.CLOSED;
    }

    WriteVerdict verdict(long nowNanos) {
        if (!isMaster) {
            return readsAreParked() ? new WriteVerdict.Park() : new WriteVerdict.Refuse(READONLY);
        }
        if (!quorum.markerIsAppended() || isPaused()) {
            return new WriteVerdict.Park();
        }
        return nowNanos < writes.openUntilNanos() ? new WriteVerdict.Execute() : new WriteVerdict.Refuse(ISOLATED);
    }

    boolean readsAreParked() {
        return writes.parking() == Parking.EVERYTHING;
    }

    long repliesReleasedUpToOffset() {
        return holdsReplies && (isMaster || readsAreParked()) ? quorum.committedOffset() : Long.MAX_VALUE;
    }

    long committedOffset() {
        return isMaster ? quorum.committedOffset() : 0;
    }

    long committedEpoch() {
        return isMaster ? committedEpoch : 0;
    }

    List<Effect> tick(long nowNanos) {
        List<Effect> effects = new ArrayList<>();
        if (nowNanos >= writes.parkedUntilNanos()) {
            effects.addAll(isPaused() ? endPause(nowNanos) : letGoOfClients());
        }
        effects.addAll(noteWrites(nowNanos));
        return effects;
    }

    long nextDeadlineNanos() {
        long isolation = toldWritesOpen ? writes.isolationDeadlineNanos() : Long.MAX_VALUE;
        return Math.min(writes.parkedUntilNanos(), isolation);
    }

    /// Tells watchers when writes have opened or closed by themselves.
    List<Effect> noteWrites(long nowNanos) {
        boolean isOpen = nowNanos < writesOpenUntilNanos();
        if (isOpen == toldWritesOpen) {
            return List.of();
        }
        toldWritesOpen = isOpen;
        return List.of(new Notify(StatusEvent.WRITES));
    }
}
