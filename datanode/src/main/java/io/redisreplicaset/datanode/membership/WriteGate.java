package io.redisreplicaset.datanode.membership;

/// Until when a master may execute writes without asking anybody again.
///
/// The hot path compares the clock with one number. Everything that can close writes moves that number at once, and
/// what opens them is a majority that answered a heartbeat: the number is the time at which that heartbeat was
/// *sent* plus the isolation timeout. So a process that was stopped and goes on wakes up behind its own deadline,
/// closed.
final class WriteGate {
    static final long CLOSED = Long.MIN_VALUE;
    static final long FOREVER = Long.MAX_VALUE;

    /// Why nothing, or no write, of an ordinary client is executed for now.
    enum Parking {
        NOTHING,
        WRITES,
        EVERYTHING
    }

    private static final int LEAST_VOTERS_FOR_ISOLATION = 3;

    private final boolean closesWhenIsolated;
    private final long isolationTimeoutNanos;

    private Parking parking = Parking.NOTHING;
    private long parkedUntilNanos = FOREVER;
    private long isolationDeadlineNanos = CLOSED;

    WriteGate(MembershipConfig config) {
        closesWhenIsolated = config.closesWritesWhenIsolated();
        isolationTimeoutNanos = config.isolationTimeoutNanos();
    }

    void park(Parking what, long untilNanos) {
        parking = what;
        parkedUntilNanos = untilNanos;
    }

    void unpark() {
        park(Parking.NOTHING, FOREVER);
    }

    Parking parking() {
        return parking;
    }

    /// When what is parked must go on or go away; [#FOREVER] where nothing is.
    long parkedUntilNanos() {
        return parkedUntilNanos;
    }

    /// A majority was last heard in answer to a question of `heardSinceNanos`.
    void majorityHeard(int voters, long heardSinceNanos) {
        if (!closesWhenIsolated || voters < LEAST_VOTERS_FOR_ISOLATION) {
            isolationDeadlineNanos = FOREVER;
        } else if (heardSinceNanos == PeerTable.NEVER) {
            isolationDeadlineNanos = CLOSED;
        } else {
            isolationDeadlineNanos = heardSinceNanos + isolationTimeoutNanos;
        }
    }

    long isolationDeadlineNanos() {
        return isolationDeadlineNanos;
    }

    /// For a master whose marker is in the stream.
    long openUntilNanos() {
        return parking == Parking.NOTHING ? isolationDeadlineNanos : CLOSED;
    }
}
