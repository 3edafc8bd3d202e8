package io.redisreplicaset.operator.failover;

import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.topology.Action;
import java.util.List;

/// One decision: what to do now, what to remember, and the set's state in a word and a sentence.
public record FailoverStep(List<Action> actions, CoordinatorMemory memory, Phase phase, String phaseReason) {
    public FailoverStep {
        actions = List.copyOf(actions);
    }
}
