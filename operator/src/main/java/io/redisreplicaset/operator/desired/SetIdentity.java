package io.redisreplicaset.operator.desired;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import java.util.Map;
import java.util.Optional;

/// The `setId` that the nodes of a set are started with, and that their disks remember.
///
/// It is the set's UID, but for a set that goes on with the volumes of an earlier one of its name: nodes refuse disks
/// of
/// another set, so the identity that is on them comes with them. The operator writes it beside the set then, before it
/// makes a pod, and never changes it.
public final class SetIdentity {
    /// On a set: the identity that it inherited. On a claim: that of the set whose data it holds.
    public static final String ANNOTATION = RedisReplicaSet.GROUP + "/set-id";

    private SetIdentity() {}

    public static String of(RedisReplicaSet set) {
        return on(set).orElseGet(() -> set.getMetadata().getUid());
    }

    /// What stands on an object.
    public static Optional<String> on(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null
                ? Optional.empty()
                : Optional.ofNullable(annotations.get(ANNOTATION)).filter(id -> !id.isBlank());
    }
}
