package io.redisreplicaset.operator.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.operator.failover.FailoverStep;
import io.redisreplicaset.operator.resource.Scene;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.SetIntent;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Sight;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SetCoordinatorTest {
    private final ScriptedClock clock = ScriptedClock.ticking(Scene.NOW, Duration.ofMillis(100));
    private final AtomicInteger wakes = new AtomicInteger();

    @Test
    void a_set_that_is_not_there_is_made() throws InterruptedException {
        FakeRuntime runtime = new FakeRuntime();

        Instant next = coordinator(runtime).settle();

        assertThat(Set.copyOf(runtime.done))
                .containsExactlyInAnyOrder(
                        "create cache-0 0123456789", "create cache-1 0123456789", "create cache-2 0123456789");
        assertThat(runtime.told)
                .containsExactly(
                        "NodeCreated: Creating node cache-0",
                        "NodeCreated: Creating node cache-1",
                        "NodeCreated: Creating node cache-2");
        assertThat(next)
                .as("to look again whether they answer")
                .isBefore(clock.instant().plusSeconds(1));
    }

    @Test
    void what_a_set_looks_like_is_reported_when_it_has_settled() throws InterruptedException {
        FakeRuntime runtime = new FakeRuntime();

        coordinator(runtime).settle();

        assertThat(runtime.reports)
                .singleElement()
                .satisfies(sight -> assertThat(sight.observed().nodes()).hasSize(3));
    }

    @Test
    void a_node_that_cannot_be_made_is_tried_again_later_and_keeps_nobody_from_the_others()
            throws InterruptedException {
        AtomicInteger tries = new AtomicInteger();
        FakeRuntime runtime = new FakeRuntime() {
            @Override
            public void create(String node, String revision) {
                if (node.equals("cache-1") && tries.incrementAndGet() == 1) {
                    throw new IllegalArgumentException("no room for " + node);
                }
                super.create(node, revision);
            }
        };
        SetCoordinator coordinator = coordinator(runtime);

        coordinator.settle();
        assertThat(runtime.nodes()).extracting(RuntimeNode::name).contains("cache-0", "cache-2");
        while (runtime.nodes().size() < 3) {
            clock.pass(Duration.ofSeconds(1));
            coordinator.settle();
        }

        assertThat(tries).hasValueGreaterThan(1);
    }

    @Test
    void another_number_of_nodes_is_told_once() throws InterruptedException {
        FakeRuntime runtime = new FakeRuntime();
        SetCoordinator coordinator = coordinator(runtime);
        coordinator.settle();
        runtime.told.clear();

        runtime.intent = Scene.intent(4);
        coordinator.settle();
        clock.pass(Duration.ofSeconds(1));
        coordinator.settle();

        assertThat(runtime.told).containsExactly("ScaledUp: From 3 to 4 nodes", "NodeCreated: Creating node cache-3");
    }

    @Test
    void an_attempt_that_somebody_left_behind_is_closed_after_the_detection_timeout() throws InterruptedException {
        FakeRuntime runtime = new FakeRuntime();
        runtime.store.put(openAttempt());
        SetCoordinator coordinator = coordinator(runtime);
        runtime.intent = shortDetection();

        coordinator.settle();

        assertThat(runtime.record().attempt()).isEmpty();
        assertThat(runtime.told)
                .contains("FailoverAborted: The failover of epoch 2 was given up: operator-1 did not finish it");
    }

    @Test
    void a_record_that_somebody_else_wrote_meanwhile_is_read_again_and_nothing_is_told() throws InterruptedException {
        FakeRuntime runtime = new FakeRuntime() {
            private boolean isFirst = true;

            @Override
            public Optional<SetRecord> save(String expectedVersion, SetRecord record, FailoverStep step) {
                if (isFirst) {
                    isFirst = false;
                    store.put(store.record().withAttempt(Optional.empty()));
                }
                return super.save(expectedVersion, record, step);
            }
        };
        runtime.store.put(openAttempt());
        runtime.intent = shortDetection();

        coordinator(runtime).settle();

        assertThat(runtime.told).noneMatch(event -> event.startsWith("FailoverAborted"));
        assertThat(runtime.record().version()).as("of whoever was faster").isEqualTo("3");
        assertThat(runtime.reports.getLast().record()).isEqualTo(runtime.record());
    }

    @Test
    void news_wake_who_is_to_settle() {
        SetCoordinator coordinator = coordinator(new FakeRuntime());

        coordinator.tellNews();

        assertThat(wakes).hasValue(1);
    }

    @Test
    void news_that_come_while_it_settles_are_not_lost() throws InterruptedException {
        SetCoordinator[] coordinator = new SetCoordinator[1];
        coordinator[0] = coordinator(new FakeRuntime() {
            @Override
            public void report(Sight sight, FailoverStep step) {
                coordinator[0].tellNews();
            }
        });

        coordinator[0].settle();

        assertThat(wakes).hasValue(1);
    }

    @Test
    void a_store_that_cannot_be_read_is_told_to_the_caller_and_asked_again() throws InterruptedException {
        AtomicInteger reads = new AtomicInteger();
        FakeRuntime runtime = new FakeRuntime() {
            @Override
            public SetRecord record() {
                if (reads.incrementAndGet() == 1) {
                    throw new IllegalArgumentException("no answer");
                }
                return super.record();
            }
        };
        SetCoordinator coordinator = coordinator(runtime);

        assertThatThrownBy(coordinator::settle).hasMessage("no answer");
        coordinator.settle();

        assertThat(runtime.nodes()).hasSize(3);
    }

    @Test
    void who_settles_is_sent_away_when_it_is_closed() throws InterruptedException {
        CountDownLatch isSettling = new CountDownLatch(1);
        FakeRuntime runtime = new FakeRuntime() {
            @Override
            public void create(String node, String revision) {
                super.create(node, revision);
                isSettling.countDown();
            }
        };
        // Nothing to do but to wait for another coordinator, for as long as the clock stands still.
        runtime.store.put(openAttempt());
        SetCoordinator coordinator = new SetCoordinator("me", runtime, ScriptedClock.at(Scene.NOW), () -> {});
        Thread settling = Thread.ofVirtual().start(() -> {
            try {
                coordinator.settle();
            } catch (InterruptedException unwanted) {
                throw new IllegalStateException(unwanted);
            }
        });
        isSettling.await();

        coordinator.close();

        assertThat(settling.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void who_settles_can_be_interrupted_and_can_settle_again() throws InterruptedException {
        FakeRuntime runtime = new FakeRuntime();
        runtime.store.put(openAttempt());
        SetCoordinator coordinator = coordinator(runtime);

        Thread.currentThread().interrupt();
        assertThatThrownBy(coordinator::settle).isInstanceOf(InterruptedException.class);

        runtime.store.put(runtime.record().withAttempt(Optional.empty()));
        assertThat(coordinator.settle()).isAfter(Scene.NOW);
    }

    private SetCoordinator coordinator(FakeRuntime runtime) {
        // In this thread: the clock ticks at each look, and would run ahead of threads that are late.
        return new SetCoordinator("me", runtime, clock, wakes::incrementAndGet, Runnable::run);
    }

    private static SetIntent shortDetection() {
        SetIntent intent = Scene.intent(3);
        return new SetIntent(
                intent.setName(),
                intent.replicas(),
                intent.durability(),
                intent.writeQuorum(),
                intent.topology(),
                Duration.ofMillis(20),
                intent.persistent(),
                intent.failoverEnabled(),
                intent.revision(),
                intent.switchoverTo(),
                intent.allowDataLoss());
    }

    private static SetRecord openAttempt() {
        return Scene.atRest()
                .sight()
                .record()
                .withAttempt(Optional.of(new Attempt(
                        2,
                        "operator-1",
                        Attempt.Kind.FAILOVER,
                        Attempt.Stage.FENCING,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "dead",
                        0,
                        Scene.NOW)));
    }
}
