package io.redisreplicaset.datanode.membership;

import java.util.Optional;

/// When a whole copy must not flow, although the two nodes are of one set. Pure, and asked on both sides: by the
/// upstream before it sends, and by the replica before it throws its own data away.
public final class FullSyncGuard {
    private FullSyncGuard() {}

    /// The upstream's side. Empty where the copy may be sent; else the error reply without its leading `-`.
    ///
    /// @param requestedOffset the last offset that the replica says it holds; -1 where it asked for everything
    public static Optional<String> refusalToServe(
            long ownHistoryEpoch, long ownRootEpoch, long ownOffset, ReplicaHello replica, long requestedOffset) {
        boolean isOtherLineage = ownRootEpoch != replica.rootEpoch();
        boolean beganLater = ownRootEpoch == 0 || ownRootEpoch > replica.rootEpoch();
        if (replica.holdsData() && isOtherLineage && beganLater) {
            return Optional.of("EMPTYMASTER this data began in epoch " + ownRootEpoch
                    + " and would replace data that began in epoch " + replica.rootEpoch());
        }
        if (replica.historyEpoch() > ownHistoryEpoch) {
            return Optional.of("BEHIND this node holds history up to epoch " + ownHistoryEpoch
                    + ", the replica up to epoch " + replica.historyEpoch());
        }
        boolean isSameEpoch = ownHistoryEpoch > 0 && replica.historyEpoch() == ownHistoryEpoch;
        if (isSameEpoch && requestedOffset > ownOffset) {
            return Optional.of("BEHIND this node holds epoch " + ownHistoryEpoch + " up to offset " + ownOffset
                    + ", the replica up to " + requestedOffset);
        }
        return Optional.empty();
    }

    /// The replica's side, before the swap: a copy that holds less than what this node may have acked is thrown
    /// away instead. A relay that was told to follow, but has not caught up yet, would otherwise take acked writes
    /// back.
    public static boolean mayReplace(
            long ownHistoryEpoch, long ownOffset, long snapshotHistoryEpoch, long snapshotOffset) {
        if (ownHistoryEpoch == 0) {
            return true;
        }
        return snapshotHistoryEpoch > ownHistoryEpoch
                || (snapshotHistoryEpoch == ownHistoryEpoch && snapshotOffset >= ownOffset);
    }
}
