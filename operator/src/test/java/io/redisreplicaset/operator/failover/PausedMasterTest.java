package io.redisreplicaset.operator.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.Attempt.Kind;
import io.redisreplicaset.operator.topology.Attempt.Stage;
import io.redisreplicaset.operator.topology.Deadlines;
import io.redisreplicaset.operator.topology.NodeSketch;
import io.redisreplicaset.operator.topology.SetSketch;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A planned switchover from node 0 to node 2, up to its fencing.
final class PausedMasterTest {
    private static SetSketch pausing() {
        SetSketch set = SetSketch.running(3);
        Attempt bare = set.attempt(2, Kind.SWITCHOVER, Stage.PAUSING);
        Attempt open = new Attempt(
                bare.epoch(),
                bare.coordinator(),
                bare.kind(),
                bare.stage(),
                bare.from(),
                Optional.of(set.voter(2)),
                Optional.empty(),
                bare.reason(),
                0,
                bare.startedAt());
        return set.record(record -> record.withAttempt(Optional.of(open)));
    }

    private static SetSketch paused() {
        return pausing().with(0, node -> node.paused = true);
    }

    private static void passes(SetSketch set, Duration time) {
        set.later(time);
        for (int i = 0; i < 3; i++) {
            set.node(i).askedAt = set.now;
        }
    }

    @Test
    void the_master_holds_its_writes_first_and_no_longer_than_the_switchover_may_take() {
        StepUnderTest step = StepUnderTest.of(pausing());

        assertThat(step.deeds()).containsExactly(new Action.Pause("cache-0", Deadlines.SWITCHOVER.toMillis()));
        assertThat(step.step().phase()).isEqualTo(Phase.SWITCHING_OVER);
    }

    @Test
    void a_pause_that_is_asked_for_later_is_shorter() {
        SetSketch set = pausing();
        passes(set, Duration.ofSeconds(2));

        assertThat(StepUnderTest.of(set).deeds()).containsExactly(new Action.Pause("cache-0", 3_000));
    }

    @Test
    void both_are_asked_until_the_target_holds_everything() {
        SetSketch set = paused().with(2, node -> node.holds(1, 99));

        StepUnderTest step = StepUnderTest.of(set);

        assertThat(step.deeds()).containsExactly(new Action.Ask("cache-0"), new Action.Ask("cache-2"));
        assertThat(step.wakesAt()).isEqualTo(set.now.plus(Deadlines.SWITCHOVER_POLL));
    }

    @Test
    void when_they_meet_promises_are_gathered() {
        assertThat(StepUnderTest.of(paused()).all(Action.Fence.class)).hasSize(3);
    }

    @Test
    void when_they_do_not_meet_in_time_the_writes_go_on() {
        SetSketch set = paused().with(2, node -> node.holds(1, 99));
        passes(set, Deadlines.SWITCHOVER);

        StepUnderTest step = StepUnderTest.of(set);

        assertThat(step.all(Action.Pause.class)).containsExactly(new Action.Pause("cache-0", 0));
        assertThat(step.requireSaved().attempt()).isEmpty();
        assertThat(step.events()).containsExactly(Reason.SWITCHOVER_FAILED);
        assertThat(step.step().memory().isBackingOff(set.now)).isTrue();
    }

    @Test
    void a_target_that_falls_silent_cannot_meet_the_master() {
        SetSketch set = paused().with(2, NodeSketch::silent);

        assertThat(StepUnderTest.of(set).all(Action.Fence.class)).isEmpty();
    }

    @Test
    void a_master_whose_answer_is_late_is_asked_again() {
        StepUnderTest step = StepUnderTest.of(paused().with(0, NodeSketch::silent));

        assertThat(step.deeds()).containsExactly(new Action.Ask("cache-0"));
        assertThat(step.step().phase()).isEqualTo(Phase.SWITCHING_OVER);
    }

    @Test
    void a_master_that_never_answers_again_is_given_up_in_time_and_told_to_go_on() {
        SetSketch set = paused().with(0, NodeSketch::silent);
        passes(set, Deadlines.SWITCHOVER);
        set.with(0, NodeSketch::silent);

        StepUnderTest step = StepUnderTest.of(set);

        assertThat(step.all(Action.Pause.class)).containsExactly(new Action.Pause("cache-0", 0));
        assertThat(step.events()).containsExactly(Reason.SWITCHOVER_FAILED);
    }

    @Test
    void a_master_that_is_dead_is_a_case_for_the_ordinary_failover() {
        SetSketch dead = pausing().with(0, NodeSketch::silent);
        dead.node(1).hears(0, false, 100);
        dead.node(2).hears(0, false, 100);

        StepUnderTest step = StepUnderTest.of(dead);

        assertThat(step.requireSaved().attempt()).isEmpty();
        assertThat(step.step().memory().failures()).isZero();
    }

    @Test
    void a_master_that_says_it_is_none_is_so_as_well() {
        SetSketch fenced = pausing().with(0, node -> node.startedAgain());

        StepUnderTest step = StepUnderTest.of(fenced);

        assertThat(step.requireSaved().attempt()).isEmpty();
        assertThat(step.step().memory().failures()).isZero();
    }

    @Test
    void a_switchover_that_has_a_promise_does_not_turn_back() {
        SetSketch set = pausing().with(1, node -> node.promised(2)).with(2, node -> node.holds(1, 50));

        StepUnderTest step = StepUnderTest.of(set);

        assertThat(step.all(Action.Pause.class)).isEmpty();
        assertThat(step.all(Action.Fence.class)).isNotEmpty();
    }

    @Test
    void among_equals_the_target_wins() {
        SetSketch set = paused();
        for (int i = 0; i < 3; i++) {
            set.node(i).promised(2);
        }

        assertThat(StepUnderTest.of(set).requireSaved().attempt().orElseThrow().target())
                .contains(set.voter(2));
    }
}
