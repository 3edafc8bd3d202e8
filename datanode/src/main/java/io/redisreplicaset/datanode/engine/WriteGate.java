package io.redisreplicaset.datanode.engine;

import org.jspecify.annotations.Nullable;

/// Whether clients may write here now, as far as the set decides it. A node of no set is always open.
public interface WriteGate {
    /// Writes may run while the monotonic clock is before this: one comparison on the hot path. `Long.MAX_VALUE` for
    /// always.
    long openUntilNanos();

    /// Why a write is refused at this moment; null where it is to be held back until the gate opens or says no.
    @Nullable
    String refusal(long nowNanos);

    /// The gate of a node that belongs to no set.
    WriteGate OPEN = new WriteGate() {
        @Override
        public long openUntilNanos() {
            return Long.MAX_VALUE;
        }

        @Override
        public @Nullable String refusal(long nowNanos) {
            return null;
        }
    };
}
