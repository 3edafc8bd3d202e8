package io.redisreplicaset.datanode.command;

/// REPLICASET: the node's part in a set.
public interface MembershipControl {
    /// Whether the node was started as a member of a set.
    boolean isMember();

    /// Runs one subcommand; it writes its reply.
    void run(Invocation invocation);
}
