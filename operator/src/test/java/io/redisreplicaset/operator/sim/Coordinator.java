package io.redisreplicaset.operator.sim;

import io.redisreplicaset.operator.failover.CoordinatorMemory;
import io.redisreplicaset.operator.failover.FailoverMachine;
import io.redisreplicaset.operator.failover.FailoverStep;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.Fact;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.ObservedSet;
import io.redisreplicaset.operator.topology.Refusal;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Sight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Whoever runs the coordinator's machine: it learns, asks [FailoverMachine], and carries out what comes back.
///
/// It may end, or be stopped for a while, at any moment, also between a decision and each of its actions. What is
/// under way then still arrives.
final class Coordinator {
    private static final Instant EPOCH_OF_ITS_CLOCK = Instant.parse("2026-01-01T00:00:00Z");

    private final Sim sim;
    private final String name;
    private final Duration clockOffset;
    private final List<Runnable> keptForLater = new ArrayList<>();
    private Lane toApi;
    private Lane fromApi;
    private int incarnation;
    private boolean isAlive;
    private boolean isFrozen;
    private boolean willThink;
    private long wakesAt = Long.MAX_VALUE;
    private String lastReason = "";
    private @Nullable Knowledge knowledge;

    /// All that one incarnation knows.
    private final class Knowledge {
        final Map<String, Seen> seen = new LinkedHashMap<>();
        final CoordinatorHands hands;
        CoordinatorMemory memory;
        Optional<SetRecord> record = Optional.empty();
        Optional<Cluster.View> view = Optional.empty();

        Knowledge(CoordinatorMemory memory) {
            this.memory = memory;
            this.hands = new CoordinatorHands(sim, Coordinator.this, memory.coordinator());
        }
    }

    Coordinator(Sim sim, String name, Duration clockOffset) {
        this.sim = sim;
        this.name = name;
        this.clockOffset = clockOffset;
        this.toApi = new Lane(sim.network(), name, Sim.API);
        this.fromApi = new Lane(sim.network(), Sim.API, name);
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return isAlive;
    }

    boolean isFrozen() {
        return isFrozen;
    }

    Lane toApi() {
        return toApi;
    }

    Lane fromApi() {
        return fromApi;
    }

    Instant now() {
        return EPOCH_OF_ITS_CLOCK.plus(clockOffset).plusNanos(sim.time().now());
    }

    private Knowledge known() {
        Knowledge present = knowledge;
        if (present == null) {
            throw new IllegalStateException(name + " has not begun");
        }
        return present;
    }

    // ------------------------------------------------------------------ life

    void begin() {
        isAlive = true;
        incarnation++;
        wakesAt = Long.MAX_VALUE;
        knowledge = new Knowledge(CoordinatorMemory.fresh(name + "/" + incarnation, now()));
        sim.trace().add(name, "begins", incarnation);
        int mine = incarnation;
        learnLater(mine, sim.store().record());
        learnLater(mine, sim.cluster().view());
        poll(mine);
    }

    /// All that it knew and was about to do is gone.
    void crash() {
        if (isAlive) {
            sim.trace().add(name, "crashes");
            isAlive = false;
            isFrozen = false;
            keptForLater.clear();
            toApi = new Lane(sim.network(), name, Sim.API);
            fromApi = new Lane(sim.network(), Sim.API, name);
        }
    }

    void freeze() {
        isFrozen = isAlive;
    }

    void thaw() {
        isFrozen = false;
        List<Runnable> turns = List.copyOf(keptForLater);
        keptForLater.clear();
        turns.forEach(Runnable::run);
    }

    /// Does something as this incarnation, now or when the process goes on.
    void turn(int ofIncarnation, Runnable work) {
        if (!isAlive || ofIncarnation != incarnation) {
            return;
        }
        if (isFrozen) {
            keptForLater.add(() -> turn(ofIncarnation, work));
            return;
        }
        work.run();
    }

    int incarnation() {
        return incarnation;
    }

    // ------------------------------------------------------------------ what it learns

    void learnLater(int mine, SetRecord record) {
        fromApi.send(() -> turn(mine, () -> learn(record)));
    }

    void learnLater(int mine, Cluster.View view) {
        fromApi.send(() -> turn(mine, () -> learn(view)));
    }

    void learn(SetRecord record) {
        Knowledge known = known();
        known.record = Optional.of(
                known.record.map(before -> Store.newer(before, record)).orElse(record));
        thinkSoon();
    }

    private void learn(Cluster.View view) {
        Knowledge known = known();
        known.view = Optional.of(view);
        known.seen
                .keySet()
                .retainAll(view.pods().stream().map(Cluster.PodView::name).toList());
        for (Cluster.PodView pod : view.pods()) {
            Seen before = known.seen.get(pod.name());
            if (before == null || !before.isOf(pod)) {
                known.seen.put(pod.name(), new Seen(pod, now()));
                known.hands.ask(pod.name());
            } else {
                before.learn(pod, now());
            }
        }
        thinkSoon();
    }

    /// A node has something to tell: it is asked at once.
    void nudge(String node) {
        turn(incarnation, () -> known().hands.ask(node));
    }

    void learn(String node, String host, Fact<NodeStatus> fact, Optional<Refusal> refusal) {
        seenAt(node, host, seen -> {
            seen.learn(fact);
            refusal.ifPresent(seen::learn);
        });
        thinkSoon();
    }

    private void seenAt(String node, String host, Consumer<Seen> learning) {
        Seen seen = known().seen.get(node);
        if (seen != null && seen.pod().host().equals(host)) {
            learning.accept(seen);
        }
    }

    Optional<Cluster.PodView> pod(String node) {
        return Optional.ofNullable(known().seen.get(node)).map(Seen::pod);
    }

    private void poll(int mine) {
        turn(mine, () -> known().seen.keySet().forEach(known().hands::ask));
        if (isAlive && mine == incarnation) {
            long period = sim.settings().detectionMillis() * VirtualTime.MS / 4;
            sim.time().after(period, () -> poll(mine));
        }
    }

    // ------------------------------------------------------------------ deciding

    /// Takes the next step, once for everything that is learnt in this instant.
    void thinkSoon() {
        if (!willThink) {
            willThink = true;
            int mine = incarnation;
            sim.time().after(0, () -> {
                willThink = false;
                turn(mine, this::think);
            });
        }
    }

    private void think() {
        Knowledge known = known();
        if (known.record.isEmpty() || known.view.isEmpty()) {
            return;
        }
        SetRecord record = known.record.get();
        ObservedSet observed = new ObservedSet(
                known.seen.values().stream().map(seen -> seen.observed(record)).toList());
        Sight sight =
                sim.mutation().seen(new Sight(record, observed, known.view.get().intent(), now()));
        FailoverStep step = FailoverMachine.step(sight, known.memory);
        known.memory = step.memory();
        if (!step.phaseReason().equals(lastReason)) {
            lastReason = step.phaseReason();
            sim.trace().add(name, "thinks", step.phase().word() + ":", lastReason);
        }
        for (Action action : step.actions()) {
            if (action instanceof Action.WaitUntil(Instant at, String _)) {
                wakeAt(at);
            } else {
                known.hands.take(sim.mutation().done(action, sim.intent()));
            }
        }
    }

    private void wakeAt(Instant at) {
        long nanos = sim.time().now() + Math.max(0, Duration.between(now(), at).toNanos());
        if (nanos < wakesAt || wakesAt <= sim.time().now()) {
            wakesAt = nanos;
            int mine = incarnation;
            sim.time().at(nanos, () -> turn(mine, this::thinkSoon));
        }
    }
}
