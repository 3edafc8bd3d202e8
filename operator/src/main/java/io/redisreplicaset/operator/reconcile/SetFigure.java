package io.redisreplicaset.operator.reconcile;

import io.redisreplicaset.operator.api.ConditionStatus;
import io.redisreplicaset.operator.api.ConditionType;
import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.telemetry.OperatorMetrics.SetFigures;

/// A status as the few numbers that metrics show of it. Pure.
final class SetFigure {
    private SetFigure() {}

    static SetFigures of(RedisReplicaSet set, RedisReplicaSetStatus status, Phase phase) {
        return new SetFigures(
                phase,
                status.epoch(),
                set.getSpec().replicas(),
                status.readyReplicas(),
                holds(status, ConditionType.MASTER_AVAILABLE),
                holds(status, ConditionType.QUORUM_MET));
    }

    private static boolean holds(RedisReplicaSetStatus status, ConditionType type) {
        return status.conditions().stream()
                .anyMatch(condition -> condition.type() == type && condition.status() == ConditionStatus.TRUE);
    }
}
