package io.redisreplicaset.operator.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import java.util.function.Consumer;

/// The pods of all sets, by their labels. Besides asking for a reconcile, a change is told at once to whoever is
/// settling the set: in the middle of a failover nobody waits for the next pass.
final class PodEvents extends InformerEventSource<Pod, RedisReplicaSet> {
    private final PodOverlay overlay;
    private final Consumer<ResourceID> news;

    PodEvents(
            InformerEventSourceConfiguration<Pod> configuration,
            EventSourceContext<RedisReplicaSet> context,
            PodOverlay overlay,
            Consumer<ResourceID> news) {
        super(configuration, context);
        this.overlay = overlay;
        this.news = news;
    }

    @Override
    public void onAdd(Pod pod) {
        super.onAdd(pod);
        tell(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod after) {
        super.onUpdate(before, after);
        tell(after);
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateIsUnknown) {
        overlay.gone(pod);
        super.onDelete(pod, finalStateIsUnknown);
        tell(pod);
    }

    private void tell(Pod pod) {
        SetEventSources.setOf(pod).forEach(news);
    }
}
