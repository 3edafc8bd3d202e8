package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.membership.WriteVerdict;

/// Whether clients may use the data here now, as far as the set decides it. A node of no set is always open.
public interface DataGate {
    /// Writes may run while the monotonic clock is before this: one comparison on the hot path.
    long writesOpenUntilNanos();

    /// What is to become of a write that comes later than that.
    WriteVerdict verdict(long nowNanos);

    /// Reads wait too: nobody knows yet whether this history goes on.
    boolean readsAreParked();

    /// Replies wait until a quorum has what they tell of.
    boolean holdsReplies();

    /// The gate of a node that belongs to no set.
    DataGate OPEN = new DataGate() {
        @Override
        public long writesOpenUntilNanos() {
            return Long.MAX_VALUE;
        }

        @Override
        public WriteVerdict verdict(long nowNanos) {
            return new WriteVerdict.Execute();
        }

        @Override
        public boolean readsAreParked() {
            return false;
        }

        @Override
        public boolean holdsReplies() {
            return false;
        }
    };
}
