package io.redisreplicaset.operator.topology;

/// What one node last heard from another.
///
/// @param nodeId empty until it was heard
/// @param heardMillis since its last answer; -1 where there was none
public record PeerReport(
        String name, String address, String nodeId, boolean connected, long heardMillis, long promisedEpoch) {}
