package io.redisreplicaset.operator.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.Problem;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.SpecRules;
import io.redisreplicaset.operator.resource.ConditionReport;
import io.redisreplicaset.operator.telemetry.OperatorMetrics;
import io.redisreplicaset.operator.telemetry.SetEvents;
import io.redisreplicaset.operator.telemetry.SetReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One pass over one set: refuse it, or leave it alone, or bring it where it should be.
@ControllerConfiguration(
        name = SetReconciler.NAME,
        // Annotations are commands, and they do not change the generation.
        generationAwareEventProcessing = false,
        // There is no finalizer, and a set that is gone must be forgotten.
        triggerReconcilerOnAllEvents = true,
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 1, timeUnit = TimeUnit.MINUTES))
public final class SetReconciler implements Reconciler<RedisReplicaSet>, AutoCloseable {
    public static final String NAME = "redisreplicaset";

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final KubernetesClient client;
    private final SetEvents events;
    private final OperatorMetrics metrics;
    private final InstantSource steadyClock;
    private final InstantSource wallClock;
    private final String dataNodeImage;
    private final String coordinator;
    private final WatchedSets sets = new WatchedSets();
    private @Nullable Parts parts;

    /// What exists once the framework has said what to watch with.
    private record Parts(Cluster cluster, SetEventSources sources, ChildObjects children, PodCare care) {}

    /// @param dataNodeImage of sets that name none
    /// @param coordinator the identity of this process among all that ever coordinate a set
    public SetReconciler(
            KubernetesClient client,
            SetEvents events,
            OperatorMetrics metrics,
            InstantSource steadyClock,
            InstantSource wallClock,
            String dataNodeImage,
            String coordinator) {
        this.client = client;
        this.events = events;
        this.metrics = metrics;
        this.steadyClock = steadyClock;
        this.wallClock = wallClock;
        this.dataNodeImage = dataNodeImage;
        this.coordinator = coordinator;
    }

    /// What a change of a set must be to ask for a pass.
    public static boolean isWorthReconciling(RedisReplicaSet after, RedisReplicaSet before) {
        return WorthReconciling.isChange(after, before);
    }

    @Override
    public List<EventSource<?, RedisReplicaSet>> prepareEventSources(EventSourceContext<RedisReplicaSet> context) {
        PodOverlay overlay = new PodOverlay(steadyClock);
        SetEventSources sources = new SetEventSources(context, overlay, sets::tellNews);
        SetPods pods = new SetPods(client, sources.pods, overlay, metrics);
        NodeClaims claims = new NodeClaims(client, sources, events, metrics);
        Cluster cluster =
                new Cluster(client, pods, claims, events, metrics, steadyClock, wallClock, dataNodeImage, coordinator);
        parts = new Parts(
                cluster,
                sources,
                new ChildObjects(client, sources, metrics),
                new PodCare(pods, events, wallClock, dataNodeImage));
        return sources.all();
    }

    @Override
    public UpdateControl<RedisReplicaSet> reconcile(RedisReplicaSet set, Context<RedisReplicaSet> context)
            throws InterruptedException {
        if (context.isPrimaryResourceDeleted() || set.isMarkedForDeletion()) {
            // Everything has an owner, and is collected. Nobody makes a pod anew meanwhile.
            sets.forget(ResourceID.fromResource(set));
            return UpdateControl.noUpdate();
        }
        Instant begin = steadyClock.instant();
        String outcome = "failed";
        try {
            Duration wait = pass(set);
            outcome = "done";
            return UpdateControl.<RedisReplicaSet>noUpdate().rescheduleAfter(wait.toMillis());
        } finally {
            metrics.reconciled(outcome, Duration.between(begin, steadyClock.instant()));
        }
    }

    /// @return how long it may wait for the next pass at the most
    private Duration pass(RedisReplicaSet set) throws InterruptedException {
        Parts here = Objects.requireNonNull(parts, "the event sources are prepared first");
        WatchedSet watched = sets.of(set, fresh -> watch(fresh, here));
        List<Problem> problems = SpecRules.problems(set, watched.lastAccepted());
        if (!problems.isEmpty()) {
            refuse(watched, set, problems);
            return LONGEST_WAIT;
        }
        watched.accept(set);
        if (set.getSpec().paused()) {
            pause(watched, set);
            return LONGEST_WAIT;
        }
        if (set.getStatus().phase() == Phase.PAUSED) {
            events.tell(watched.reference(), Reason.RESUMED, "The operator looks after the set again");
        }
        return settle(watched, set, here);
    }

    private WatchedSet watch(RedisReplicaSet set, Parts here) {
        ResourceID id = ResourceID.fromResource(set);
        return new WatchedSet(set, here.cluster(), () -> here.sources().nodes.propagateEvent(id));
    }

    private Duration settle(WatchedSet watched, RedisReplicaSet set, Parts here) throws InterruptedException {
        if (watched.commands().refuse(set)) {
            // The informer brings it without them in a moment.
            return SHORTEST_WAIT;
        }
        if (here.cluster().claims().inherit(set)) {
            return SHORTEST_WAIT;
        }
        here.children().apply(set);
        watched.password()
                .refresh(set)
                .ifPresent(lacking -> events.tell(watched.reference(), Reason.RECONCILE_FAILED, lacking));
        here.cluster().claims().tend(set);
        here.care().tend(set, watched.troubles());
        watched.commands().see(set, steadyClock.instant());
        Instant next = watched.coordinator().settle();
        Instant now = steadyClock.instant();
        watched.commands().settle(set, watched.runtime().stored().getStatus(), now);
        Duration wait = Duration.between(now, next);
        if (wait.compareTo(SHORTEST_WAIT) < 0) {
            return SHORTEST_WAIT;
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private void refuse(WatchedSet watched, RedisReplicaSet set, List<Problem> problems) {
        watched.rest();
        String words = problems.stream().map(Problem::sentence).collect(Collectors.joining("; "));
        if (set.getStatus().phase() != Phase.INVALID
                || !words.equals(set.getStatus().phaseReason())) {
            events.tell(watched.reference(), Reason.SPEC_REJECTED, words);
        }
        long generation = set.getMetadata().getGeneration();
        watched.runtime()
                .reportAside(
                        status -> status.toBuilder()
                                .observedGeneration(generation)
                                .phase(Phase.INVALID)
                                .phaseReason(words)
                                .condition(ConditionReport.refused(problems, wallClock.instant(), generation))
                                .build(),
                        Phase.INVALID);
    }

    private void pause(WatchedSet watched, RedisReplicaSet set) {
        watched.rest();
        if (set.getStatus().phase() != Phase.PAUSED) {
            events.tell(watched.reference(), Reason.PAUSED, "spec.paused is true: the operator leaves the set alone");
        }
        long generation = set.getMetadata().getGeneration();
        Instant now = wallClock.instant();
        watched.runtime()
                .reportAside(
                        status -> status.toBuilder()
                                .observedGeneration(generation)
                                .phase(Phase.PAUSED)
                                .phaseReason("spec.paused is true")
                                .condition(ConditionReport.accepted(now, generation))
                                .condition(ConditionReport.paused(true, now, generation))
                                .build(),
                        Phase.PAUSED);
    }

    @Override
    public ErrorStatusUpdateControl<RedisReplicaSet> updateErrorStatus(
            RedisReplicaSet set, Context<RedisReplicaSet> context, Exception failure) {
        // Interrupted is how a pass ends when the operator does.
        if (!(failure instanceof InterruptedException)) {
            events.tell(SetReference.of(set), Reason.RECONCILE_FAILED, String.valueOf(failure.getMessage()));
        }
        return ErrorStatusUpdateControl.defaultErrorProcessing();
    }

    /// Looks away from all sets.
    @Override
    public void close() {
        sets.close();
    }
}
