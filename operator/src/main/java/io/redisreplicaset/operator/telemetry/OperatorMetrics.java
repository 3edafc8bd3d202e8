package io.redisreplicaset.operator.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.Reason;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/// Every metric of the operator. Names as Prometheus shows them stand beside each.
///
/// Only a few gauges carry the set's name, and they go with the set: their number is that of the sets, and nothing that
/// is counted grows with time. Any thread may call.
public final class OperatorMetrics {
    private static final Duration[] FAILOVER_BUCKETS =
            millis(50, 100, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000, 30_000);
    private static final Duration[] RECONCILE_BUCKETS =
            millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 15_000);
    private static final Duration[] PROBE_BUCKETS = millis(1, 2, 5, 10, 20, 50, 100, 200, 300, 500);

    /// What a set looked like when it was last reported.
    public record SetFigures(
            Phase phase, long epoch, int wantedNodes, int readyNodes, boolean hasMaster, boolean quorumIsMet) {}

    /// How an attempt to change the epoch ended.
    ///
    /// @param kind bootstrap, failover, switchover or voters
    /// @param outcome completed or aborted
    /// @param detect from the old master's last sign of life to the judgement
    /// @param total from that sign of life to the new master
    public record FailoverFigures(String kind, String outcome, Duration detect, Duration total) {}

    private final MeterRegistry registry;
    private final Map<SetReference, SetFigures> sets = new ConcurrentHashMap<>();
    private final Map<SetReference, List<Gauge>> gauges = new ConcurrentHashMap<>();
    private final AtomicInteger leads = new AtomicInteger();

    public OperatorMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Phase phase : Phase.values()) {
            // rrs_operator_sets{phase}
            Gauge.builder("rrs.operator.sets", sets, known -> count(known, phase))
                    .description("Sets that are looked after, by their phase.")
                    .tag("phase", phase.word())
                    .register(registry);
        }
        // rrs_operator_leader
        Gauge.builder("rrs.operator.leader", leads, AtomicInteger::get)
                .description("1 while this process leads, 0 while it waits for the lease.")
                .register(registry);
    }

    private static double count(Map<SetReference, SetFigures> known, Phase phase) {
        return known.values().stream().filter(set -> set.phase() == phase).count();
    }

    public void leads(boolean isLeader) {
        leads.set(isLeader ? 1 : 0);
    }

    /// A set was looked at.
    public void saw(SetReference set, SetFigures figures) {
        sets.put(set, figures);
        gauges.computeIfAbsent(set, this::gaugesOf);
    }

    /// It is not looked after any more.
    public void forget(SetReference set) {
        sets.remove(set);
        List<Gauge> gone = gauges.remove(set);
        if (gone != null) {
            gone.forEach(registry::remove);
        }
    }

    private List<Gauge> gaugesOf(SetReference set) {
        return List.of(
                // rrs_operator_set_epoch{namespace,set}
                gauge(set, "epoch", "Highest epoch that was reserved.", SetFigures::epoch),
                // rrs_operator_set_nodes_wanted{namespace,set}
                gauge(set, "nodes.wanted", "Nodes that the spec asks for.", SetFigures::wantedNodes),
                // rrs_operator_set_nodes_ready{namespace,set}
                gauge(set, "nodes.ready", "Nodes that are ready.", SetFigures::readyNodes),
                // rrs_operator_set_master_available{namespace,set}
                gauge(set, "master.available", "1 while a master takes writes.", known -> known.hasMaster() ? 1 : 0),
                // rrs_operator_set_quorum_met{namespace,set}
                gauge(
                        set,
                        "quorum.met",
                        "1 while enough voters answer to elect a master.",
                        known -> known.quorumIsMet() ? 1 : 0));
    }

    private Gauge gauge(SetReference set, String name, String description, ToDoubleFunction<SetFigures> figure) {
        return Gauge.builder("rrs.operator.set." + name, sets, known -> {
                    SetFigures figures = known.get(set);
                    return figures == null ? Double.NaN : figure.applyAsDouble(figures);
                })
                .description(description)
                .tag("namespace", set.namespace())
                .tag("set", set.name())
                .register(registry);
    }

    /// rrs_operator_failovers_total{kind,outcome}, and for completed ones rrs_operator_failover_duration_seconds and
    /// rrs_operator_failover_detection_seconds, both by kind.
    public void attemptEnded(FailoverFigures figures) {
        Counter.builder("rrs.operator.failovers")
                .description("Changes of epoch, by what they were for and how they ended.")
                .tags(Tags.of("kind", figures.kind(), "outcome", figures.outcome()))
                .register(registry)
                .increment();
        if (figures.total().isPositive()) {
            timer(
                            "rrs.operator.failover.duration",
                            "From the old master's last sign of life to the new master.",
                            Tags.of("kind", figures.kind()),
                            FAILOVER_BUCKETS)
                    .record(figures.total());
            timer(
                            "rrs.operator.failover.detection",
                            "From the old master's last sign of life to the judgement that it is dead.",
                            Tags.of("kind", figures.kind()),
                            FAILOVER_BUCKETS)
                    .record(figures.detect());
        }
    }

    /// rrs_operator_reconcile_duration_seconds{outcome}
    ///
    /// @param outcome one of a few words
    public void reconciled(String outcome, Duration took) {
        timer(
                        "rrs.operator.reconcile.duration",
                        "How long the operator was at one set at a time.",
                        Tags.of("outcome", outcome),
                        RECONCILE_BUCKETS)
                .record(took);
    }

    /// rrs_operator_node_probe_duration_seconds{outcome}
    public void probed(boolean answered, Duration took) {
        timer(
                        "rrs.operator.node.probe.duration",
                        "How long a data node took to tell its status.",
                        Tags.of("outcome", answered ? "answered" : "failed"),
                        PROBE_BUCKETS)
                .record(took);
    }

    /// rrs_operator_writes_total{object}: at rest it stands still.
    ///
    /// @param object one of a few words
    public void wrote(String object) {
        Counter.builder("rrs.operator.writes")
                .description("Writes to the API server, by the kind of object.")
                .tag("object", object)
                .register(registry)
                .increment();
    }

    /// rrs_operator_events_total{reason}
    void told(Reason reason) {
        Counter.builder("rrs.operator.events")
                .description("What happened to sets, by reason.")
                .tag("reason", reason.word())
                .register(registry)
                .increment();
    }

    /// rrs_operator_events_dropped_total{why}
    void eventDropped(String why) {
        Counter.builder("rrs.operator.events.dropped")
                .description("Events that no Event object tells of; the log has them all.")
                .tag("why", why)
                .register(registry)
                .increment();
    }

    private Timer timer(String name, String description, Tags tags, Duration[] buckets) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private static Duration[] millis(long... millis) {
        return Arrays.stream(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
