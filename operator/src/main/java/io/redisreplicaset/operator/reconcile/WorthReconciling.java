package io.redisreplicaset.operator.reconcile;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import java.util.Objects;

/// Which changes of a set ask for a look: of its spec, of its annotations, which are commands, and its deletion.
/// Changes
/// of its status are the operator's own, and would lead in a circle.
final class WorthReconciling {
    private WorthReconciling() {}

    static boolean isChange(RedisReplicaSet after, RedisReplicaSet before) {
        ObjectMeta now = after.getMetadata();
        ObjectMeta then = before.getMetadata();
        return !Objects.equals(now.getUid(), then.getUid())
                || !Objects.equals(now.getGeneration(), then.getGeneration())
                || !Objects.equals(now.getAnnotations(), then.getAnnotations())
                || !Objects.equals(now.getDeletionTimestamp(), then.getDeletionTimestamp());
    }
}
