package io.redisreplicaset.operator.coordinator;

import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.Deadlines;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries actions out, each on a virtual thread of its own: one address that does not answer delays nobody else.
///
/// An action that equals one in flight is not begun again, and one that has just ended is left alone for a moment:
/// what it did may not have come back as an observation yet.
final class ActionRunner {
    /// For actions whose effect is seen in the runtime or by a node's own doing, and not in a reply.
    private static final Duration SETTLING = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(ActionRunner.class);

    private final String coordinator;
    private final SetRuntime runtime;
    private final NodeLinks links;
    private final InstantSource clock;
    private final Runnable news;
    private final Executor executor;

    private final Set<Action> inFlight = new HashSet<>();
    private final Map<Action, Instant> restingUntil = new HashMap<>();

    /// @param news run by the thread of an action that ended, before [#isIdle] can say so: it asks nothing of this
    /// @param executor runs the actions; where it is the caller's own thread, they have ended when [#begin] has
    ActionRunner(
            String coordinator,
            SetRuntime runtime,
            NodeLinks links,
            InstantSource clock,
            Runnable news,
            Executor executor) {
        this.coordinator = coordinator;
        this.runtime = runtime;
        this.links = links;
        this.clock = clock;
        this.news = news;
        this.executor = executor;
    }

    /// A thread for each action.
    static Executor ofThreads(SetRuntime runtime) {
        return action ->
                Thread.ofVirtual().name("action-" + runtime.intent().setName()).start(action);
    }

    /// Begins an action, unless it is under way or has just ended.
    void begin(Action action) {
        synchronized (this) {
            Instant until = restingUntil.get(action);
            if (inFlight.contains(action) || (until != null && until.isAfter(clock.instant()))) {
                return;
            }
            inFlight.add(action);
        }
        executor.execute(() -> run(action));
    }

    synchronized boolean isIdle() {
        return inFlight.isEmpty();
    }

    /// When the first action that rests may be begun again; empty where none rests.
    synchronized Optional<Instant> nextAwake() {
        Instant now = clock.instant();
        restingUntil.values().removeIf(until -> !until.isAfter(now));
        return restingUntil.values().stream().min(Instant::compareTo);
    }

    private void run(Action action) {
        Duration rest = Duration.ZERO;
        try {
            rest = carryOut(action);
        } catch (RuntimeException failed) {
            rest = Deadlines.COMMAND_RETRY;
            LOG.warn("{}: {} did not work: {}", runtime.intent().setName(), words(action), failed.toString());
        } finally {
            synchronized (this) {
                inFlight.remove(action);
                if (rest.isPositive()) {
                    restingUntil.put(action, clock.instant().plus(rest));
                }
                // Inside, so that nobody finds this idle who has not been told yet.
                news.run();
            }
        }
    }

    /// @return for how long the same action is not begun again
    private Duration carryOut(Action action) {
        return switch (action) {
            case Action.Fence fence -> ask(fence.node(), NodeCommand.fence(runtime.setId(), coordinator, fence));
            case Action.Promote promote ->
                ask(promote.node(), NodeCommand.promote(runtime.setId(), coordinator, promote));
            case Action.Pause pause -> ask(pause.node(), NodeCommand.pause(runtime.setId(), pause));
            case Action.Ask(String node) -> ask(node, NodeCommand.STATUS);
            case Action.Follow follow -> {
                ask(follow.node(), NodeCommand.follow(runtime.setId(), follow));
                yield SETTLING;
            }
            case Action.Peers peers -> {
                ask(peers.node(), NodeCommand.peers(runtime.setId(), peers));
                yield SETTLING;
            }
            case Action.Label(String node, var role) -> {
                runtime.label(node, role);
                yield SETTLING;
            }
            case Action.CreateNode(String node, String revision) -> {
                runtime.create(node, revision);
                yield SETTLING;
            }
            case Action.DeleteNode(String node, String why) -> {
                runtime.delete(node, why);
                yield SETTLING;
            }
            case Action.SaveRecord _, Action.Emit _, Action.WaitUntil _ ->
                throw new IllegalStateException("the coordinator itself does this: " + action);
        };
    }

    private Duration ask(String node, NodeCommand command) {
        links.link(node).ifPresent(link -> link.run(command));
        return Duration.ZERO;
    }

    private static String words(Action action) {
        return switch (action) {
            case Action.CreateNode(String node, var _) -> "creating node " + node;
            case Action.DeleteNode(String node, var _) -> "deleting node " + node;
            case Action.Label(String node, var role) -> "labelling node " + node + " as " + role.word();
            case Action.Fence _,
                    Action.Promote _,
                    Action.Follow _,
                    Action.Pause _,
                    Action.Peers _,
                    Action.Ask _,
                    Action.SaveRecord _,
                    Action.Emit _,
                    Action.WaitUntil _ -> action.toString();
        };
    }
}
