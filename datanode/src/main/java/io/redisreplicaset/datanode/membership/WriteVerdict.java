package io.redisreplicaset.datanode.membership;

/// What to do with one write of an ordinary client.
public sealed interface WriteVerdict {
    record Execute() implements WriteVerdict {}

    /// Keep it, unexecuted, until [Effect.ReleaseClients] or [Effect.DropClients].
    record Park() implements WriteVerdict {}

    /// `error` is the whole error reply without its leading `-`.
    record Refuse(String error) implements WriteVerdict {}
}
