package io.redisreplicaset.operator.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.desired.DisruptionBudget;
import io.redisreplicaset.operator.desired.NodeAccount;
import io.redisreplicaset.operator.desired.NodeServices;
import io.redisreplicaset.operator.telemetry.OperatorMetrics;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The objects of a set that are the same for as long as its spec is: Services, account, budget.
///
/// Applied server-side under the operator's own field manager, so that what others add stays; and only where
/// [ObjectDrift] says so, so that a set at rest causes no write. An object of that name that is somebody else's is
/// never
/// taken over.
final class ChildObjects {
    static final String FIELD_MANAGER = "redisreplicaset-operator";

    /// Remembers on the object what was applied to it.
    static final String APPLIED = RedisReplicaSet.GROUP + "/applied";

    private static final JsonMapper JSON = new JsonMapper();

    private final KubernetesClient client;
    private final SetEventSources sources;
    private final OperatorMetrics metrics;

    ChildObjects(KubernetesClient client, SetEventSources sources, OperatorMetrics metrics) {
        this.client = client;
        this.sources = sources;
        this.metrics = metrics;
    }

    /// @throws IllegalStateException an object of such a name is not this set's
    void apply(RedisReplicaSet set) {
        String uid = set.getMetadata().getUid();
        apply(NodeAccount.account(set), sources.accounts, uid);
        NodeServices.all(set).forEach(service -> apply(service, sources.services, uid));
        apply(DisruptionBudget.budget(set), sources.budgets, uid);
    }

    private <T extends HasMetadata> void apply(T wanted, InformerEventSource<T, RedisReplicaSet> cache, String setUid) {
        String json = client.getKubernetesSerialization().asJson(wanted);
        String hash = ObjectDrift.hash(json);
        ResourceID id = ResourceID.fromResource(wanted);
        Optional<T> cached = cache.get(id);
        Optional<T> present = cached.isPresent()
                ? cached
                : Optional.ofNullable(client.resource(wanted).get());
        present.ifPresent(object -> refuseForeign(object, setUid));
        if (present.isPresent() && isAsApplied(json, hash, present.get())) {
            return;
        }
        Map<String, String> annotations = new LinkedHashMap<>();
        if (wanted.getMetadata().getAnnotations() != null) {
            annotations.putAll(wanted.getMetadata().getAnnotations());
        }
        annotations.put(APPLIED, hash);
        wanted.getMetadata().setAnnotations(annotations);
        T applied = client.resource(wanted)
                .fieldManager(FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
        metrics.wrote(wanted.getKind().toLowerCase(Locale.ROOT));
        if (cached.isPresent()) {
            cache.handleRecentResourceUpdate(id, applied, cached.get());
        } else {
            cache.handleRecentResourceCreate(id, applied);
        }
    }

    private boolean isAsApplied(String wanted, String hash, HasMetadata present) {
        Map<String, String> annotations = present.getMetadata().getAnnotations();
        return annotations != null
                && hash.equals(annotations.get(APPLIED))
                && ObjectDrift.holds(
                        tree(wanted), tree(client.getKubernetesSerialization().asJson(present)));
    }

    /// One that another set of the same name left behind goes by itself; then it is made anew.
    private static void refuseForeign(HasMetadata object, String setUid) {
        boolean isOurs = object.getMetadata().getOwnerReferences().stream()
                .map(OwnerReference::getUid)
                .anyMatch(setUid::equals);
        if (!isOurs) {
            throw new IllegalStateException(
                    object.getKind() + " " + object.getMetadata().getName() + " exists and is not this set's");
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the client's own JSON can be read", e);
        }
    }
}
