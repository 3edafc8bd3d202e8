package io.redisreplicaset.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.redisreplicaset.operator.api.RedisReplicaSet;

/// Lets a drain take one node at a time, whichever role it has.
///
/// One budget over the whole set and not one a role: two budgets over one pod would make its eviction fail, and one
/// over
/// the master alone would block every drain of its host.
public final class DisruptionBudget {
    private static final int NODES_AT_A_TIME = 1;

    private DisruptionBudget() {}

    public static PodDisruptionBudget budget(RedisReplicaSet set) {
        String name = set.getMetadata().getName();
        return new PodDisruptionBudgetBuilder()
                .withMetadata(Metadata.owned(set, Names.disruptionBudget(name), Labels.ofSet(name))
                        .build())
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(NODES_AT_A_TIME))
                .withNewSelector()
                .withMatchLabels(Labels.selector(name))
                .endSelector()
                .endSpec()
                .build();
    }
}
