package io.redisreplicaset.datanode.membership;

/// Whether this node can prove that it still holds everything that it ever acked and that may have been committed.
///
/// A node that lost its tail in a crash is not intact, and its promise does not count. It becomes intact again when
/// it provably holds all that it could have acked before the crash. Its acks were for epochs up to the one that it
/// had promised then, which is on disk. So either of these proves it:
///
/// - it has applied the marker of a *later* epoch: what was committed before is in that history, by the election;
/// - it stands in an epoch not before that promise, at or beyond an offset that this epoch's master told *after*
///   this process began: the master's own copy was never behind an ack.
///
/// "A sync has completed" is not enough: in a chain, or on the way from a star to a chain, the upstream may hold
/// less than what this node had acked to somebody else.
final class Intactness {
    private final long promisedEpochAtBoot;
    private boolean isIntact;
    private long masterEpoch;
    private long masterOffset;

    Intactness(boolean isIntactAtBoot, long promisedEpochAtBoot) {
        this.isIntact = isIntactAtBoot;
        this.promisedEpochAtBoot = promisedEpochAtBoot;
    }

    boolean isIntact() {
        return isIntact;
    }

    /// A promoted node defines the history: its election proved that it holds all that was committed.
    void promoted() {
        isIntact = true;
    }

    /// `epoch`'s master told where it stands, in answer to a heartbeat of this process.
    void heardMaster(long epoch, long offset) {
        if (!isIntact && epoch >= promisedEpochAtBoot && epoch > masterEpoch) {
            masterEpoch = epoch;
            masterOffset = offset;
        }
    }

    /// True where this position is the proof.
    boolean reached(long historyEpoch, long offset) {
        if (isIntact || historyEpoch == 0) {
            return false;
        }
        boolean isInLaterEpoch = historyEpoch > promisedEpochAtBoot;
        boolean isWhereTheMasterWas = masterEpoch > 0 && historyEpoch == masterEpoch && offset >= masterOffset;
        isIntact = isInLaterEpoch || isWhereTheMasterWas;
        return isIntact;
    }
}
