package io.redisreplicaset.datanode.command;

import io.redisreplicaset.datanode.resp.Request;

/// Why a client's requests are not read on for now.
public sealed interface Parking {
    /// A request that arrived during a pause; it runs when the pause is over.
    record ForPause(Request request) implements Parking {}

    /// WAIT: until this many replicas have acked the offset, or the deadline.
    ///
    /// @param deadlineNanos of the monotonic clock; `Long.MAX_VALUE` for none
    record ForAcks(long offset, int replicas, long deadlineNanos) implements Parking {}

    /// SHUTDOWN: until the node is gone, or goes on after all.
    record ForShutdown() implements Parking {}
}
