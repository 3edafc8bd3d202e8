package io.redisreplicaset.operator.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.telemetry.OperatorMetrics;
import io.redisreplicaset.operator.telemetry.SetReference;
import java.net.HttpURLConnection;
import java.util.Optional;

/// The one object of a set that is more than a cache: read live, and replaced only in the version that was read.
final class SetStore {
    private final KubernetesClient client;
    private final SetReference reference;
    private final OperatorMetrics metrics;

    SetStore(KubernetesClient client, SetReference reference, OperatorMetrics metrics) {
        this.client = client;
        this.reference = reference;
        this.metrics = metrics;
    }

    /// The set as the API server has it now.
    ///
    /// @throws IllegalStateException it is gone, or another one has its name
    RedisReplicaSet read() {
        RedisReplicaSet set = client.resources(RedisReplicaSet.class)
                .inNamespace(reference.namespace())
                .withName(reference.name())
                .get();
        if (set == null || !reference.uid().equals(set.getMetadata().getUid())) {
            throw new IllegalStateException("the set is gone");
        }
        return set;
    }

    /// Replaces the status, if nothing of the set was changed since.
    ///
    /// @return the set as stored, or empty if somebody was faster
    Optional<RedisReplicaSet> replaceStatus(RedisReplicaSet read, RedisReplicaSetStatus status) {
        RedisReplicaSet next = new RedisReplicaSet();
        // With the version that was read: that is the condition.
        next.setMetadata(read.getMetadata());
        next.setSpec(read.getSpec());
        next.setStatus(status);
        try {
            RedisReplicaSet stored = client.resource(next).updateStatus();
            metrics.wrote("status");
            return Optional.of(stored);
        } catch (KubernetesClientException refused) {
            if (refused.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return Optional.empty();
            }
            throw refused;
        }
    }
}
