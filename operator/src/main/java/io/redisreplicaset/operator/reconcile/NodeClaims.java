package io.redisreplicaset.operator.reconcile;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.api.ReclaimPolicy;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.desired.Names;
import io.redisreplicaset.operator.desired.NodeVolumes;
import io.redisreplicaset.operator.desired.SetIdentity;
import io.redisreplicaset.operator.telemetry.OperatorMetrics;
import io.redisreplicaset.operator.telemetry.SetEvents;
import io.redisreplicaset.operator.telemetry.SetReference;
import java.net.HttpURLConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The volumes of a set's nodes. A claim is made with its node and outlives it; it grows with the spec, and goes with
/// the
/// set, or with a node that is scaled away, only where the spec says so.
final class NodeClaims {
    private static final String STORAGE = "storage";

    private final KubernetesClient client;
    private final SetEventSources sources;
    private final SetEvents events;
    private final OperatorMetrics metrics;

    NodeClaims(KubernetesClient client, SetEventSources sources, SetEvents events, OperatorMetrics metrics) {
        this.client = client;
        this.sources = sources;
        this.events = events;
        this.metrics = metrics;
    }

    /// The claim of a node that is about to be made.
    void create(RedisReplicaSet set, int ordinal) {
        Optional<PersistentVolumeClaim> wanted = NodeVolumes.claim(set, ordinal);
        if (wanted.isEmpty() || cached(wanted.get()).isPresent()) {
            return;
        }
        try {
            client.resource(wanted.get()).create();
            metrics.wrote("persistentvolumeclaim");
        } catch (KubernetesClientException refused) {
            if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw refused;
            }
        }
    }

    /// The node is scaled away.
    void delete(RedisReplicaSet set, int ordinal) {
        if (set.getSpec().persistence().reclaimPolicy() == ReclaimPolicy.DELETE) {
            NodeVolumes.claim(set, ordinal).flatMap(this::cached).ifPresent(claim -> {
                client.resource(claim).delete();
                metrics.wrote("persistentvolumeclaim");
            });
        }
    }

    /// Lets a new set go on with the volumes that an earlier one of its name left.
    ///
    /// @return whether the set was changed for it: then it has to be read again before a pod is made
    /// @throws IllegalStateException they are of more than one set
    boolean inherit(RedisReplicaSet set) {
        return switch (Inheritance.of(set, sources.claims.getSecondaryResources(set))) {
            case Inheritance.Nothing _ -> false;
            case Inheritance.Mixed(Set<String> setIds) ->
                throw new IllegalStateException("volumes of " + setIds.size()
                        + " earlier sets of this name are there: delete the claims of all but one of " + setIds
                        + " (annotation " + SetIdentity.ANNOTATION + ")");
            case Inheritance.Volumes(String setId) -> {
                Map<String, Object> annotation = Map.of("annotations", Map.of(SetIdentity.ANNOTATION, setId));
                client.resource(set)
                        .patch(
                                PatchContext.of(PatchType.JSON_MERGE),
                                client.getKubernetesSerialization().asJson(Map.of("metadata", annotation)));
                metrics.wrote("annotation");
                events.tell(
                        SetReference.of(set),
                        Reason.VOLUMES_INHERITED,
                        "The volumes of an earlier set of this name are there: going on with their data");
                yield true;
            }
        };
    }

    /// Brings the claims that exist in line with the spec.
    void tend(RedisReplicaSet set) {
        for (PersistentVolumeClaim claim : sources.claims.getSecondaryResources(set)) {
            Names.ordinal(
                            "data-" + set.getMetadata().getName(),
                            claim.getMetadata().getName())
                    .stream()
                    .boxed()
                    .flatMap(ordinal -> NodeVolumes.claim(set, ordinal).stream())
                    .forEach(wanted -> tend(set, wanted, claim));
        }
    }

    private void tend(RedisReplicaSet set, PersistentVolumeClaim wanted, PersistentVolumeClaim actual) {
        Map<String, Object> patch = difference(wanted, actual);
        if (patch.isEmpty() || actual.getMetadata().getDeletionTimestamp() != null) {
            return;
        }
        try {
            PersistentVolumeClaim patched = client.resource(actual)
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            client.getKubernetesSerialization().asJson(patch));
            metrics.wrote("persistentvolumeclaim");
            sources.claims.handleRecentResourceUpdate(ResourceID.fromResource(patched), patched, actual);
        } catch (KubernetesClientException refused) {
            // A storage class that cannot grow must not keep the set from being looked after.
            String name = actual.getMetadata().getName();
            events.tell(
                    SetReference.of(set),
                    Reason.RECONCILE_FAILED,
                    "Claim " + name + " cannot be changed: " + refused.getMessage());
        }
    }

    /// What to merge into a claim; empty where nothing differs. A size is never made smaller.
    static Map<String, Object> difference(PersistentVolumeClaim wanted, PersistentVolumeClaim actual) {
        Map<String, Object> patch = new LinkedHashMap<>();
        Quantity size = wanted.getSpec().getResources().getRequests().get(STORAGE);
        Quantity before = actual.getSpec().getResources().getRequests().get(STORAGE);
        if (size != null && before != null && size.getNumericalAmount().compareTo(before.getNumericalAmount()) > 0) {
            patch.put("spec", Map.of("resources", Map.of("requests", Map.of(STORAGE, size.toString()))));
        }
        List<OwnerReference> owners = wanted.getMetadata().getOwnerReferences();
        boolean sameOwners =
                Objects.equals(uids(owners), uids(actual.getMetadata().getOwnerReferences()));
        if (!sameOwners) {
            patch.put("metadata", Map.of("ownerReferences", owners));
        }
        return patch;
    }

    private static List<String> uids(List<OwnerReference> owners) {
        return owners.stream().map(OwnerReference::getUid).toList();
    }

    private Optional<PersistentVolumeClaim> cached(PersistentVolumeClaim wanted) {
        return sources.claims.get(ResourceID.fromResource(wanted));
    }
}
