package io.redisreplicaset.operator.topology;

import java.util.Optional;

/// A change that the planner would like, and that only the failover machine may make, since it needs an epoch.
public sealed interface Wish {
    String reason();

    /// Another master. Without a target the machine chooses.
    record Switchover(Optional<String> target, String reason) implements Wish {}

    /// The same master, other voters.
    record ChangeVoters(VoterGroup group, String reason) implements Wish {}
}
