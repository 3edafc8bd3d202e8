package io.redisreplicaset.datanode.membership;

import java.util.List;

/// What became of a command to the membership.
public sealed interface Outcome {
    /// Carry the effects out in order, then answer.
    record Accepted(List<Effect> effects) implements Outcome {
        public Accepted {
            effects = List.copyOf(effects);
        }
    }

    /// Nothing changed. `error` is the whole error reply without its leading `-`.
    record Refused(String error) implements Outcome {}
}
