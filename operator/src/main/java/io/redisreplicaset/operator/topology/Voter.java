package io.redisreplicaset.operator.topology;

/// One vote: a disk, and the name of the node that it belongs to. A node that comes back under that name with
/// another disk is not this voter.
public record Voter(String nodeId, String name) {}
