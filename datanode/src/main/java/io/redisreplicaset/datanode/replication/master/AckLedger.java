package io.redisreplicaset.datanode.replication.master;

import java.util.Collection;

/// Who has what: the counts behind WAIT and `min-replicas-to-write`.
public final class AckLedger {
    private AckLedger() {}

    /// Replicas that said they have the history up to `offset`.
    public static int holding(Collection<ReplicaSession> replicas, long offset) {
        int count = 0;
        for (ReplicaSession replica : replicas) {
            // One that is still at its snapshot has acked nothing of this history.
            if (replica.isOnline() && replica.ackedOffset() >= offset) {
                count++;
            }
        }
        return count;
    }

    /// Replicas that were heard within `maxLagSeconds`.
    public static int good(Collection<ReplicaSession> replicas, long maxLagSeconds, long nowNanos) {
        int count = 0;
        for (ReplicaSession replica : replicas) {
            if (replica.isGood(maxLagSeconds, nowNanos)) {
                count++;
            }
        }
        return count;
    }
}
