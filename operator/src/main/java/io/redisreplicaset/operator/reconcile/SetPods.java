package io.redisreplicaset.operator.reconcile;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.telemetry.OperatorMetrics;
import java.net.HttpURLConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The pods of the sets, through the informer's cache. What is written here is in it at once.
final class SetPods {
    private final KubernetesClient client;
    private final PodEvents cache;
    private final PodOverlay overlay;
    private final OperatorMetrics metrics;

    SetPods(KubernetesClient client, PodEvents cache, PodOverlay overlay, OperatorMetrics metrics) {
        this.client = client;
        this.cache = cache;
        this.overlay = overlay;
        this.metrics = metrics;
    }

    List<Pod> of(RedisReplicaSet set) {
        String name = set.getMetadata().getName();
        String uid = set.getMetadata().getUid();
        List<Pod> cached = List.copyOf(cache.getSecondaryResources(set));
        return overlay.over(cached, set.getMetadata().getNamespace(), name).stream()
                .filter(pod -> PodNodes.isNodeOf(name, uid, pod))
                .toList();
    }

    Optional<Pod> of(RedisReplicaSet set, String node) {
        return of(set).stream()
                .filter(pod -> pod.getMetadata().getName().equals(node))
                .findFirst();
    }

    /// One that exists is left as it is.
    void create(Pod pod) {
        try {
            Pod created = client.resource(pod).create();
            metrics.wrote("pod");
            overlay.wrote(created);
        } catch (KubernetesClientException refused) {
            if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw refused;
            }
        }
    }

    /// Changes labels and annotations of this very pod; null takes one away. If it is gone, or another one has its
    /// name, nothing happens.
    void relabel(Pod pod, Map<String, @Nullable String> labels, Map<String, @Nullable String> annotations) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        // The API server takes it for a condition.
        metadata.put("uid", pod.getMetadata().getUid());
        metadata.put("labels", labels);
        metadata.put("annotations", annotations);
        String patch = client.getKubernetesSerialization().asJson(Map.of("metadata", metadata));
        try {
            Pod patched = client.resource(pod).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
            metrics.wrote("pod");
            overlay.wrote(patched);
        } catch (KubernetesClientException refused) {
            if (!isGone(refused)) {
                throw refused;
            }
        }
    }

    /// Asks this very pod to end, within its own grace period.
    void delete(Pod pod) {
        delete(pod, new DeleteOptionsBuilder());
    }

    /// Takes this very pod out of the API server, whatever has become of its process.
    void remove(Pod pod) {
        delete(pod, new DeleteOptionsBuilder().withGracePeriodSeconds(0L));
    }

    private void delete(Pod pod, DeleteOptionsBuilder options) {
        DeleteOptions condition = options.withNewPreconditions()
                .withUid(pod.getMetadata().getUid())
                .endPreconditions()
                .build();
        String path = "/api/v1/namespaces/" + pod.getMetadata().getNamespace() + "/pods/"
                + pod.getMetadata().getName();
        try {
            String left = client.raw(path, "DELETE", condition);
            metrics.wrote("pod");
            if (left != null) {
                overlay.wrote(client.getKubernetesSerialization().unmarshal(left, Pod.class));
            }
        } catch (KubernetesClientException refused) {
            if (!isGone(refused)) {
                throw refused;
            }
        }
    }

    private static boolean isGone(KubernetesClientException refused) {
        return refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                || refused.getCode() == HttpURLConnection.HTTP_CONFLICT;
    }
}
