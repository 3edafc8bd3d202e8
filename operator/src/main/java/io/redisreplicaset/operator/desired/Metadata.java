package io.redisreplicaset.operator.desired;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import java.util.Map;

/// Where an object lives, whose it is and what it is labelled.
final class Metadata {
    private Metadata() {}

    /// An object that goes when the set goes.
    static ObjectMetaBuilder owned(RedisReplicaSet set, String name, Map<String, String> labels) {
        return unowned(set, name, labels).withOwnerReferences(owner(set));
    }

    /// An object that outlives the set.
    static ObjectMetaBuilder unowned(RedisReplicaSet set, String name, Map<String, String> labels) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(set.getMetadata().getNamespace())
                .withLabels(labels);
    }

    private static OwnerReference owner(RedisReplicaSet set) {
        return new OwnerReferenceBuilder()
                .withApiVersion(set.getApiVersion())
                .withKind(set.getKind())
                .withName(set.getMetadata().getName())
                .withUid(set.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }
}
