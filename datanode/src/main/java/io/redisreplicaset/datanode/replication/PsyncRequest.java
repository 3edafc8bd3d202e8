package io.redisreplicaset.datanode.replication;

/// What a replica asks for: `PSYNC <id> <offset>`, or `PSYNC ? -1` where it has nothing to go on from.
public sealed interface PsyncRequest {
    /// Go on with history `id` from byte `fromOffset`, the first one that the replica does not have.
    record Continue(ReplicationId id, long fromOffset) implements PsyncRequest {}

    /// A whole copy.
    record Everything() implements PsyncRequest {}
}
