package io.redisreplicaset.operator.coordinator;

import io.redisreplicaset.operator.failover.CoordinatorMemory;
import io.redisreplicaset.operator.failover.FailoverMachine;
import io.redisreplicaset.operator.failover.FailoverStep;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.Deadlines;
import io.redisreplicaset.operator.topology.Happenings;
import io.redisreplicaset.operator.topology.Happenings.LastSeen;
import io.redisreplicaset.operator.topology.ObservedNode;
import io.redisreplicaset.operator.topology.SetIntent;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Sight;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Looks after one set, for as long as this process does: the same in a cluster and on one machine.
///
/// [#settle] belongs to one thread at a time, the rest to any. The memory between two calls makes it faster; nothing in
/// it is needed for safety.
public final class SetCoordinator implements AutoCloseable {
    /// A wait that is shorter is waited for here, instead of coming back for it.
    private static final Duration SHORT_WAIT = Duration.ofMillis(100);

    /// Longer than any attempt lasts. Then whoever calls looks after its own affairs for a moment.
    private static final Duration LONGEST_SETTLING = Duration.ofSeconds(15);

    /// A look that is taken although nobody heard of anything.
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    /// How long a coordinator's first look waits for the nodes' first answers: as long as nothing is known, everything
    /// looks broken, and would be told so.
    private static final Duration FIRST_ANSWERS = Deadlines.COMMAND.multipliedBy(2);

    private static final Duration FIRST_ANSWERS_POLL = Duration.ofMillis(10);

    private final SetRuntime runtime;
    private final InstantSource clock;
    private final Runnable wake;
    private final News news = new News();
    private final NodeLinks links;
    private final SetView view;
    private final ActionRunner actions;
    private final RepeatedEvents events;
    private CoordinatorMemory memory;
    private SetRecord record;
    private final Map<String, LastSeen> lastSeen = new HashMap<>();
    private @Nullable SetIntent lastIntent;
    private boolean hasLooked;
    private volatile boolean isSettling;
    private volatile boolean isClosed;

    /// @param id the identity of this process among all that ever coordinate the set
    /// @param wake called from any thread when the set needs to be settled and nobody is at it
    public SetCoordinator(String id, SetRuntime runtime, InstantSource clock, Runnable wake) {
        this(id, runtime, clock, wake, ActionRunner.ofThreads(runtime));
    }

    /// @param executor runs the actions
    SetCoordinator(String id, SetRuntime runtime, InstantSource clock, Runnable wake, Executor executor) {
        this.runtime = runtime;
        this.clock = clock;
        this.wake = wake;
        this.links = new NodeLinks(runtime, clock, this::tellNews);
        this.view = new SetView(links);
        this.actions = new ActionRunner(id, runtime, links, clock, this::tellNews, executor);
        this.events = new RepeatedEvents(clock);
        this.memory = CoordinatorMemory.fresh(id, clock.instant());
        this.record = SetRecord.initial("");
    }

    /// Something outside has changed: pods, the spec, a process that ended.
    public void tellNews() {
        news.tell();
        if (!isSettling) {
            wake.run();
        }
    }

    /// Steps until nothing can be done without waiting for long.
    ///
    /// @return when to come back at the latest
    /// @throws RuntimeException the store cannot be read
    public Instant settle() throws InterruptedException {
        isSettling = true;
        try {
            record = runtime.record();
            if (!hasLooked) {
                awaitFirstAnswers();
                hasLooked = true;
            }
            return settle(clock.instant().plus(LONGEST_SETTLING));
        } finally {
            isSettling = false;
            if (news.isThere()) {
                wake.run();
            }
        }
    }

    private void awaitFirstAnswers() throws InterruptedException {
        links.keep(runtime.nodes());
        Instant patienceEnds = clock.instant().plus(FIRST_ANSWERS);
        while (!links.wereAllAsked() && clock.instant().isBefore(patienceEnds)) {
            boolean _ = news.await(FIRST_ANSWERS_POLL);
        }
    }

    private Instant settle(Instant deadline) throws InterruptedException {
        while (!isClosed) {
            news.take();
            Sight sight = look();
            FailoverStep step = FailoverMachine.step(sight, memory);
            memory = step.memory();
            Optional<Instant> next = carryOut(sight, step);
            Instant now = clock.instant();
            Instant nextLook = next.orElse(now.plus(LONGEST_SILENCE));
            boolean isBusy = !actions.isIdle() || record.attempt().isPresent();
            boolean isSoon = !nextLook.isAfter(now.plus(SHORT_WAIT));
            if (now.isAfter(deadline) || !(isBusy || isSoon || news.isThere())) {
                runtime.report(sight.with(record), step);
                return nextLook;
            }
            boolean _ = news.await(Duration.between(now, nextLook.isAfter(now) ? nextLook : now));
        }
        return clock.instant().plus(LONGEST_SILENCE);
    }

    private Sight look() {
        var nodes = runtime.nodes();
        links.keep(nodes);
        Instant now = clock.instant();
        Sight sight = new Sight(record, view.look(nodes, record, now), runtime.intent(), now);
        tellHappenings(sight);
        return sight;
    }

    private void tellHappenings(Sight sight) {
        Happenings.ofNodes(lastSeen, sight).forEach(runtime::tell);
        for (ObservedNode node : sight.observed().nodes()) {
            node.status().known().ifPresent(known -> lastSeen.put(node.name(), new LastSeen(known, node.deleting())));
        }
        // A wanted node that is gone comes back, and then it matters what it was.
        lastSeen.keySet()
                .removeIf(name -> !sight.intent().wants(name)
                        && sight.observed().node(name).isEmpty());
        SetIntent then = lastIntent;
        if (then != null) {
            Happenings.ofScale(then, sight.intent()).forEach(runtime::tell);
        }
        lastIntent = sight.intent();
    }

    /// @return when the next step is due at the latest
    private Optional<Instant> carryOut(Sight sight, FailoverStep step) {
        List<Action.Emit> said = new ArrayList<>(Happenings.statesOfNodes(sight));
        for (Action action : step.actions()) {
            switch (action) {
                case Action.SaveRecord _, Action.WaitUntil _ -> {}
                case Action.Emit emit -> said.add(emit);
                case Action.Fence _,
                        Action.Promote _,
                        Action.Follow _,
                        Action.Pause _,
                        Action.Peers _,
                        Action.Ask _,
                        Action.Label _,
                        Action.CreateNode _,
                        Action.DeleteNode _ -> actions.begin(action);
            }
        }
        events.news(said).forEach(runtime::tell);
        // Last, since this thread does it itself: the others are under way meanwhile.
        for (Action action : step.actions()) {
            if (action instanceof Action.SaveRecord save) {
                save(save, step);
                news.tell();
            }
        }
        Stream<Instant> waits = step.actions().stream()
                .filter(Action.WaitUntil.class::isInstance)
                .map(action -> ((Action.WaitUntil) action).at());
        Stream<Instant> own = Stream.concat(actions.nextAwake().stream(), events.nextTelling().stream());
        return Stream.concat(waits, own).min(Instant::compareTo);
    }

    private void save(Action.SaveRecord save, FailoverStep step) {
        Optional<SetRecord> stored = runtime.save(save.expectedVersion(), save.record(), step);
        if (stored.isPresent()) {
            record = stored.get();
            save.events().forEach(runtime::tell);
        } else {
            // Somebody was faster: read again, think again.
            record = runtime.record();
        }
    }

    /// From any thread. Whoever settles is sent away at once, in the middle of an attempt too: any step can be the
    /// last.
    @Override
    public void close() {
        isClosed = true;
        links.close();
        news.tell();
    }
}
