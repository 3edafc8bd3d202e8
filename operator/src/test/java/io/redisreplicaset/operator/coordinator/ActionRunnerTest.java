package io.redisreplicaset.operator.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.resource.Scene;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.NodeRole;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class ActionRunnerTest {
    private static final Action LABEL_ONE = new Action.Label("cache-1", NodeRole.MASTER);
    private static final Action LABEL_TWO = new Action.Label("cache-2", NodeRole.REPLICA);

    private final ScriptedClock clock = ScriptedClock.at(Scene.NOW);
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private final Semaphore ended = new Semaphore(0);
    private volatile boolean fails;

    private final FakeRuntime runtime = new FakeRuntime() {
        @Override
        public void label(String node, NodeRole role) {
            super.label(node, role);
            begun.release();
            mayEnd.acquireUninterruptibly();
            if (fails) {
                throw new IllegalArgumentException("no");
            }
        }
    };
    private final ActionRunner actions = new ActionRunner(
            "me",
            runtime,
            new NodeLinks(runtime, clock, () -> {}),
            clock,
            ended::release,
            ActionRunner.ofThreads(runtime));

    @Test
    void an_action_that_is_under_way_is_not_begun_again() {
        actions.begin(LABEL_ONE);
        begun.acquireUninterruptibly();

        actions.begin(LABEL_ONE);

        end(1);
        assertThat(runtime.done).containsExactly("label cache-1 master");
    }

    @Test
    void one_that_takes_long_does_not_keep_others_waiting() {
        actions.begin(LABEL_ONE);
        actions.begin(LABEL_TWO);

        begun.acquireUninterruptibly(2);

        assertThat(actions.isIdle()).isFalse();
        end(2);
        assertThat(actions.isIdle()).isTrue();
    }

    @Test
    void an_action_that_has_just_ended_rests_until_its_effect_can_be_seen() {
        run(LABEL_ONE);

        actions.begin(LABEL_ONE);

        assertThat(actions.isIdle()).isTrue();
        assertThat(actions.nextAwake()).contains(Scene.NOW.plusMillis(100));
        clock.pass(Duration.ofMillis(100));
        assertThat(actions.nextAwake()).isEmpty();
        run(LABEL_ONE);
        assertThat(runtime.done).hasSize(2);
    }

    @Test
    void an_action_that_did_not_work_rests_for_longer() {
        fails = true;
        run(LABEL_ONE);

        clock.pass(Duration.ofMillis(499));
        actions.begin(LABEL_ONE);
        assertThat(actions.isIdle()).isTrue();

        clock.pass(Duration.ofMillis(1));
        run(LABEL_ONE);
        assertThat(runtime.done).hasSize(2);
    }

    @Test
    void a_command_for_a_node_that_cannot_be_reached_does_nothing_and_does_not_rest() {
        for (Action action : List.of(
                new Action.Fence("cache-1", 2),
                new Action.Promote("cache-1", 2, 1, List.of("disk-1")),
                new Action.Pause("cache-1", 5),
                new Action.Ask("cache-1"))) {
            actions.begin(action);
            ended.acquireUninterruptibly();
        }

        assertThat(actions.isIdle()).isTrue();
        assertThat(actions.nextAwake()).isEmpty();
    }

    @Test
    void whoever_finds_it_idle_has_heard_of_every_end() {
        Thread asking = Thread.currentThread();
        AtomicBoolean foundIdle = new AtomicBoolean();
        AtomicBoolean told = new AtomicBoolean();
        var news = new ActionRunner(
                "me",
                runtime,
                new NodeLinks(runtime, clock, () -> {}),
                clock,
                () -> {
                    while (!foundIdle.get() && asking.getState() != Thread.State.BLOCKED) {
                        Thread.onSpinWait();
                    }
                    told.set(true);
                },
                ActionRunner.ofThreads(runtime));
        mayEnd.release();

        news.begin(LABEL_ONE);
        begun.acquireUninterruptibly();
        while (!news.isIdle()) {
            Thread.onSpinWait();
        }
        boolean wasToldBefore = told.get();
        foundIdle.set(true);

        assertThat(wasToldBefore).isTrue();
    }

    private void run(Action action) {
        actions.begin(action);
        begun.acquireUninterruptibly();
        end(1);
    }

    private void end(int count) {
        mayEnd.release(count);
        ended.acquireUninterruptibly(count);
    }
}
