package io.redisreplicaset.operator.app;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/// The way to the API server: that of the pod, else of the kubeconfig.
final class ClusterClient {
    /// A request that takes longer is better made again: a failover waits for it.
    private static final int REQUEST_TIMEOUT_MILLIS = 5_000;

    /// Whoever calls tries again by itself, and knows better when.
    private static final int REQUEST_RETRIES = 2;

    private ClusterClient() {}

    static KubernetesClient open() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
                        .withConnectionTimeout(REQUEST_TIMEOUT_MILLIS)
                        .withRequestRetryBackoffLimit(REQUEST_RETRIES)
                        .build())
                .withKubernetesSerialization(serialization())
                .build();
    }

    /// Reads no managed fields: nobody here asks who wrote what, and they are half of every object in a cache.
    static KubernetesSerialization serialization() {
        return new KubernetesSerialization(
                JsonMapper.builder()
                        .addMixIn(ObjectMeta.class, WithoutManagedFields.class)
                        .build(),
                // Else the first unknown kind would load the classes of every kind there is: 40 MB.
                false);
    }

    @JsonIgnoreProperties("managedFields")
    private interface WithoutManagedFields {}
}
