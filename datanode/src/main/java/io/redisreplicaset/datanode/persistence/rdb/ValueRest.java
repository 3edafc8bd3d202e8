package io.redisreplicaset.datanode.persistence.rdb;

/// What is left to be written of a value too long to be written at once.
interface ValueRest {
    /// Writes on.
    ///
    /// @param maxBytes about how much
    /// @return whether that was the last of it
    boolean write(RdbOutput out, int maxBytes);
}
