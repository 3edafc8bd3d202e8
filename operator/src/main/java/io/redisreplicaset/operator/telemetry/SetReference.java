package io.redisreplicaset.operator.telemetry;

import io.redisreplicaset.operator.api.RedisReplicaSet;

/// Which set something is about.
///
/// @param uid tells a set from an earlier one of the same name
public record SetReference(String namespace, String name, String uid) {
    public static SetReference of(RedisReplicaSet set) {
        return new SetReference(
                set.getMetadata().getNamespace(),
                set.getMetadata().getName(),
                set.getMetadata().getUid());
    }

    /// As log lines begin.
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
