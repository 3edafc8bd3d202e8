package io.redisreplicaset.datanode.membership;

/// One row of the status map's `peers`.
///
/// @param nodeId empty until it was heard
/// @param heardMillis since its last answer; -1 where there was none
public record PeerStatus(
        PeerAddress address,
        String nodeId,
        boolean connected,
        long heardMillis,
        long promisedEpoch,
        String role,
        long epoch) {}
