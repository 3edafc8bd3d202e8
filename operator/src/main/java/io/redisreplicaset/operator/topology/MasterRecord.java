package io.redisreplicaset.operator.topology;

/// The master that the set's record names, and the epoch that it was promoted in.
public record MasterRecord(Voter node, long epoch) {}
