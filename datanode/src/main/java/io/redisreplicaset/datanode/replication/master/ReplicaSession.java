package io.redisreplicaset.datanode.replication.master;

import io.redisreplicaset.datanode.replication.SnapshotFraming;

/// One replica, as its upstream sees it: how far its sync is, what it has acked, and whether it is still there.
///
/// No socket and no clock; `nowNanos` is the process's monotonic time. `package-info` draws the phases. Owned by
/// one thread.
public final class ReplicaSession {
    /// A replica that waits for a snapshot hears at least an empty line this often.
    public static final long SIGN_OF_LIFE_NANOS = 1_000_000_000L;

    private static final long NANOS_A_SECOND = 1_000_000_000L;

    /// How far the sync is.
    public enum Phase {
        AWAITING_SNAPSHOT,
        RECEIVING_SNAPSHOT,
        /// It has been sent all of a snapshot that has no length, and has yet to say that it found the end.
        AWAITING_ACK,
        /// It gets the stream.
        ONLINE
    }

    /// What there is to be done for a replica as time passes.
    public enum Due {
        NOTHING,
        SIGN_OF_LIFE,
        /// Close it: it did not take its snapshot.
        TIMED_OUT_IN_FULL_SYNC,
        /// Close it: it has not acked the stream.
        TIMED_OUT_ONLINE
    }

    private Phase phase;
    private boolean isFromFile;
    private boolean acksAreExpected;
    private long ackedOffset;
    private long lastHeardNanos;
    private long lastSaidNanos;
    private long lastProgressNanos;

    private ReplicaSession(Phase phase, boolean acksAreExpected, long nowNanos) {
        this.phase = phase;
        this.acksAreExpected = acksAreExpected;
        this.lastHeardNanos = nowNanos;
        this.lastSaidNanos = nowNanos;
        this.lastProgressNanos = nowNanos;
    }

    /// A replica that goes on from what it has.
    public static ReplicaSession resumed(long nowNanos) {
        return new ReplicaSession(Phase.ONLINE, true, nowNanos);
    }

    /// A replica that needs a whole copy first.
    ///
    /// @param acksAreExpected false for one that came by SYNC: such a one may never ack
    public static ReplicaSession awaitingSnapshot(boolean acksAreExpected, long nowNanos) {
        return new ReplicaSession(Phase.AWAITING_SNAPSHOT, acksAreExpected, nowNanos);
    }

    public Phase phase() {
        return phase;
    }

    public boolean isOnline() {
        return phase == Phase.ONLINE;
    }

    /// Whether the replica is past its snapshot, as far as this side has to do with it.
    public boolean hasSnapshot() {
        return phase == Phase.ONLINE || phase == Phase.AWAITING_ACK;
    }

    /// The word of INFO, as tools know it.
    public String stateWord() {
        return switch (phase) {
            case AWAITING_SNAPSHOT -> "wait_bgsave";
            // One that is sent while it is made looks to the peers' tools as if it were still being made.
            case RECEIVING_SNAPSHOT -> isFromFile ? "send_bulk" : "wait_bgsave";
            case AWAITING_ACK, ONLINE -> "online";
        };
    }

    /// Bytes of the history that the replica said it has.
    public long ackedOffset() {
        return ackedOffset;
    }

    /// Whole seconds since the replica was last heard; 0 for one that never says anything.
    public long lagSeconds(long nowNanos) {
        return acksAreExpected ? (nowNanos - lastHeardNanos) / NANOS_A_SECOND : 0;
    }

    /// Whether it counts for `min-replicas-to-write`.
    public boolean isGood(long maxLagSeconds, long nowNanos) {
        return hasSnapshot() && lagSeconds(nowNanos) <= maxLagSeconds;
    }

    /// The snapshot's first byte is about to be sent.
    public void snapshotBegan(SnapshotFraming framing, long nowNanos) {
        require(Phase.AWAITING_SNAPSHOT, "begin a snapshot");
        isFromFile = framing instanceof SnapshotFraming.OfLength;
        phase = Phase.RECEIVING_SNAPSHOT;
        lastProgressNanos = nowNanos;
    }

    /// The snapshot that was begun came to nothing, and nothing of it was sent; there will be another one.
    public void snapshotFailed(long nowNanos) {
        phase = Phase.AWAITING_SNAPSHOT;
        lastSaidNanos = nowNanos;
    }

    /// The snapshot's last byte was sent.
    public void snapshotSent(long nowNanos) {
        require(Phase.RECEIVING_SNAPSHOT, "end a snapshot");
        phase = isFromFile ? Phase.ONLINE : Phase.AWAITING_ACK;
        lastHeardNanos = nowNanos;
    }

    private void require(Phase wanted, String deed) {
        if (phase != wanted) {
            throw new IllegalStateException("can't " + deed + " for a replica that is " + phase);
        }
    }

    /// The connection took bytes of the snapshot.
    public void progressed(long nowNanos) {
        lastProgressNanos = nowNanos;
    }

    /// The replica said that it is alive, and nothing else.
    public void heard(long nowNanos) {
        lastHeardNanos = nowNanos;
    }

    /// The replica has the history up to `offset`.
    ///
    /// @return whether the stream may begin just now
    public boolean acked(long offset, long nowNanos) {
        acksAreExpected = true;
        ackedOffset = Math.max(ackedOffset, offset);
        lastHeardNanos = nowNanos;
        if (phase != Phase.AWAITING_ACK) {
            return false;
        }
        phase = Phase.ONLINE;
        return true;
    }

    /// Lets time pass.
    ///
    /// @param timeoutNanos `repl-timeout`
    /// @param isStuck the connection has bytes of the snapshot that it did not take
    public Due due(long timeoutNanos, boolean isStuck, long nowNanos) {
        return switch (phase) {
            case AWAITING_SNAPSHOT -> signOfLife(nowNanos);
            case RECEIVING_SNAPSHOT ->
                isStuck && nowNanos - lastProgressNanos > timeoutNanos ? Due.TIMED_OUT_IN_FULL_SYNC : Due.NOTHING;
            case AWAITING_ACK, ONLINE ->
                acksAreExpected && nowNanos - lastHeardNanos > timeoutNanos ? Due.TIMED_OUT_ONLINE : Due.NOTHING;
        };
    }

    private Due signOfLife(long nowNanos) {
        if (nowNanos - lastSaidNanos < SIGN_OF_LIFE_NANOS) {
            return Due.NOTHING;
        }
        lastSaidNanos = nowNanos;
        return Due.SIGN_OF_LIFE;
    }
}
