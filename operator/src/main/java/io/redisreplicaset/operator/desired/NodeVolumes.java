package io.redisreplicaset.operator.desired;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.redisreplicaset.operator.api.PersistenceSpec;
import io.redisreplicaset.operator.api.ReclaimPolicy;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import java.util.Map;
import java.util.Optional;

/// The volume of a data node.
public final class NodeVolumes {
    /// One pod writes to it, on one host at a time.
    private static final String ACCESS_MODE = "ReadWriteOnce";

    private NodeVolumes() {}

    /// The claim, or empty where the set keeps nothing on disk.
    ///
    /// A retained claim has no owner, else Kubernetes would delete it with the set. The size is the spec's: applied
    /// to a claim that exists, a larger one makes the volume grow where its class allows it.
    public static Optional<PersistentVolumeClaim> claim(RedisReplicaSet set, int ordinal) {
        PersistenceSpec persistence = set.getSpec().persistence();
        if (!persistence.enabled() || persistence.size() == null) {
            return Optional.empty();
        }
        String name = set.getMetadata().getName();
        return Optional.of(new PersistentVolumeClaimBuilder()
                .withMetadata(metadata(set, ordinal, name).build())
                .withNewSpec()
                .withAccessModes(ACCESS_MODE)
                .withStorageClassName(persistence.storageClassName())
                .withNewResources()
                .withRequests(Map.of("storage", persistence.size()))
                .endResources()
                .endSpec()
                .build());
    }

    private static ObjectMetaBuilder metadata(RedisReplicaSet set, int ordinal, String name) {
        String claim = Names.claim(name, ordinal);
        Map<String, String> labels = Labels.ofNode(name, ordinal);
        ReclaimPolicy policy = set.getSpec().persistence().reclaimPolicy();
        ObjectMetaBuilder metadata = switch (policy) {
            case RETAIN -> Metadata.unowned(set, claim, labels);
            case DELETE -> Metadata.owned(set, claim, labels);
        };
        // Whose data it is, for a later set of this name.
        return metadata.addToAnnotations(SetIdentity.ANNOTATION, SetIdentity.of(set));
    }
}
