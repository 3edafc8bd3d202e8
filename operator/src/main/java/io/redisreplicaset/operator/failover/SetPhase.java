package io.redisreplicaset.operator.failover;

import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.Sight;
import java.util.List;
import java.util.Optional;

/// The word for a set whose master serves, the most urgent first.
final class SetPhase {
    private SetPhase() {}

    static FailoverStep of(Sight sight, List<Action> actions, CoordinatorMemory memory) {
        int wanted = sight.intent().replicas();
        long serving = sight.intent().names().stream()
                .filter(name -> sight.fresh(name)
                        .filter(status -> serves(sight, status))
                        .isPresent())
                .count();
        boolean hasOthers = sight.observed().nodes().stream()
                .anyMatch(node -> !sight.intent().wants(node.name()));
        boolean isGrowing = sight.record().config().size() < wanted && serving < wanted;
        String count = serving + " of " + wanted + " nodes serve";
        Optional<String> updating = sight.record().updatingTo();
        if (updating.isPresent()) {
            return new FailoverStep(actions, memory, Phase.UPDATING, count + ", updating to " + updating.get());
        }
        if (hasOthers) {
            return new FailoverStep(actions, memory, Phase.SCALING, "nodes are leaving");
        }
        if (isGrowing) {
            return new FailoverStep(actions, memory, Phase.SCALING, count);
        }
        return new FailoverStep(actions, memory, serving < wanted ? Phase.DEGRADED : Phase.RUNNING, count);
    }

    private static boolean serves(Sight sight, NodeStatus status) {
        return status.role() == NodeRole.MASTER || sight.isSynced(status);
    }
}
