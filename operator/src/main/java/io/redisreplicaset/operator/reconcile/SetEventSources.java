package io.redisreplicaset.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.desired.Labels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/// What the operator watches besides the sets themselves: only objects with its own label, a kind each. They wake, and
/// they are the cache that is looked at.
final class SetEventSources {
    private static final String SELECTOR = Labels.MANAGED_BY + "=" + Labels.OPERATOR + "," + Labels.SET;

    final PodEvents pods;
    final InformerEventSource<Service, RedisReplicaSet> services;
    final InformerEventSource<ServiceAccount, RedisReplicaSet> accounts;
    final InformerEventSource<PodDisruptionBudget, RedisReplicaSet> budgets;
    final InformerEventSource<PersistentVolumeClaim, RedisReplicaSet> claims;

    /// Fed by the watches on the data nodes.
    final SimpleInboundEventSource<RedisReplicaSet> nodes = new SimpleInboundEventSource<>("data-nodes");

    /// @param podNews told of each change of a pod
    SetEventSources(EventSourceContext<RedisReplicaSet> context, PodOverlay overlay, Consumer<ResourceID> podNews) {
        pods = new PodEvents(configuration(Pod.class, "pods"), context, overlay, podNews);
        services = new InformerEventSource<>(configuration(Service.class, "services"), context);
        accounts = new InformerEventSource<>(configuration(ServiceAccount.class, "service-accounts"), context);
        budgets = new InformerEventSource<>(configuration(PodDisruptionBudget.class, "disruption-budgets"), context);
        claims = new InformerEventSource<>(configuration(PersistentVolumeClaim.class, "claims"), context);
    }

    List<EventSource<?, RedisReplicaSet>> all() {
        return List.of(pods, services, accounts, budgets, claims, nodes);
    }

    private static <T extends HasMetadata> InformerEventSourceConfiguration<T> configuration(
            Class<T> kind, String name) {
        return InformerEventSourceConfiguration.from(kind, RedisReplicaSet.class)
                .withName(name)
                .withLabelSelector(SELECTOR)
                .withNamespacesInheritedFromController()
                .withSecondaryToPrimaryMapper(SetEventSources::setOf)
                .withOnUpdateFilter((after, before) -> kind.equals(Pod.class) || isMeant(after, before))
                .build();
    }

    /// A change that somebody meant. A budget's status follows each pod, and is none.
    private static boolean isMeant(HasMetadata after, HasMetadata before) {
        Long generation = after.getMetadata().getGeneration();
        return generation == null
                || !generation.equals(before.getMetadata().getGeneration())
                || !Objects.equals(
                        after.getMetadata().getLabels(), before.getMetadata().getLabels())
                || !Objects.equals(
                        after.getMetadata().getAnnotations(),
                        before.getMetadata().getAnnotations());
    }

    /// The set that an object belongs to, by its label alone.
    static Set<ResourceID> setOf(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        String set = labels == null ? null : labels.get(Labels.SET);
        return set == null
                ? Set.of()
                : Set.of(new ResourceID(set, object.getMetadata().getNamespace()));
    }
}
