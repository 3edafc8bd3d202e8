package io.redisreplicaset.operator.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.Attempt.Kind;
import io.redisreplicaset.operator.topology.Attempt.Stage;
import io.redisreplicaset.operator.topology.Deadlines;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.NodeSketch;
import io.redisreplicaset.operator.topology.Refusal;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.SetSketch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// An attempt from its reservation to one of its two exits.
final class OpenAttemptTest {
    private static final long EPOCH = 2;

    /// Node 0 is gone, and epoch 2 is reserved.
    private static SetSketch fencing() {
        SetSketch set = SetSketch.running(3).with(0, NodeSketch::silent);
        return set.record(record -> record.withAttempt(Optional.of(set.attempt(EPOCH, Kind.FAILOVER, Stage.FENCING))));
    }

    private static SetSketch bothPromised() {
        return fencing().with(1, node -> node.promised(EPOCH)).with(2, node -> node.promised(EPOCH));
    }

    private static SetSketch promoting() {
        SetSketch set = bothPromised();
        Attempt open = set.record.attempt().orElseThrow();
        return set.record(record -> record.withTarget(open.promoting(set.voter(1), record.config()), 1));
    }

    private static void passes(SetSketch set, Duration time) {
        set.later(time);
        for (int i = 0; i < 3; i++) {
            set.node(i).askedAt = set.now;
        }
    }

    // ------------------------------------------------------------------ fencing

    @Test
    void the_old_masters_label_goes_and_every_voter_is_asked_at_the_same_time() {
        StepUnderTest step = StepUnderTest.of(fencing().with(0, node -> node.answers = true));

        assertThat(step.deeds())
                .containsExactlyInAnyOrder(
                        new Action.Label("cache-0", NodeRole.FENCED),
                        new Action.Fence("cache-0", EPOCH),
                        new Action.Fence("cache-1", EPOCH),
                        new Action.Fence("cache-2", EPOCH));
        assertThat(step.step().phase()).isEqualTo(Phase.FAILING_OVER);
    }

    @Test
    void who_promised_is_not_asked_again() {
        StepUnderTest step = StepUnderTest.of(fencing().with(1, node -> node.promised(EPOCH)));

        assertThat(step.all(Action.Fence.class)).doesNotContain(new Action.Fence("cache-1", EPOCH));
    }

    @Test
    void who_does_not_answer_is_asked_again_after_a_while() {
        SetSketch set = fencing();
        assertThat(StepUnderTest.of(set).all(Action.Fence.class)).doesNotContain(new Action.Fence("cache-0", EPOCH));

        set.later(Deadlines.COMMAND_RETRY);

        assertThat(StepUnderTest.of(set).all(Action.Fence.class)).contains(new Action.Fence("cache-0", EPOCH));
    }

    @Test
    void the_answer_of_a_node_that_was_there_a_moment_ago_is_worth_the_wait() {
        SetSketch set = bothPromised().with(0, node -> node.answers = true);

        assertThat(StepUnderTest.of(set).saved()).isEmpty();
    }

    @Test
    void enough_promises_write_the_target_and_nothing_else() {
        StepUnderTest step = StepUnderTest.of(bothPromised());

        SetRecord saved = step.requireSaved();
        assertThat(step.deeds()).hasSize(1);
        assertThat(saved.attempt().orElseThrow().stage()).isEqualTo(Stage.PROMOTING);
        assertThat(saved.attempt().orElseThrow().target())
                .contains(bothPromised().voter(1));
        assertThat(saved.targetedEpoch()).isEqualTo(EPOCH);
        assertThat(saved.unfinished()).isEmpty();
        assertThat(step.events()).containsExactly(Reason.FAILOVER_TARGET_SELECTED);
    }

    @Test
    void a_node_that_refused_is_not_waited_for() {
        SetSketch set = bothPromised().with(0, node -> {
            node.answers = true;
            node.refusal = Optional.of(new Refusal("FENCE", EPOCH, "ERR", SetSketch.NOW));
        });

        assertThat(StepUnderTest.of(set).saved()).isPresent();
    }

    @Test
    void a_later_promise_of_anybody_ends_the_attempt() {
        StepUnderTest step = StepUnderTest.of(bothPromised().with(2, node -> node.promised(9)));

        assertThat(step.requireSaved().attempt()).isEmpty();
        assertThat(step.events()).containsExactly(Reason.FAILOVER_ABORTED);
        assertThat(step.step().memory().failures()).isZero();
    }

    @Test
    void too_few_promises_are_waited_for_until_the_deadline() {
        SetSketch set = fencing().with(1, node -> node.promised(EPOCH)).with(2, NodeSketch::silent);
        passes(set, Deadlines.ATTEMPT.minusMillis(1));
        assertThat(StepUnderTest.of(set).saved()).isEmpty();

        passes(set, Duration.ofMillis(1));
        StepUnderTest step = StepUnderTest.of(set);

        assertThat(step.requireSaved().attempt()).isEmpty();
        assertThat(step.requireSaved().epoch()).isEqualTo(EPOCH);
        assertThat(step.events()).containsExactly(Reason.FAILOVER_ABORTED);
        assertThat(step.step().memory().isBackingOff(set.now)).isTrue();
    }

    @Test
    void at_the_deadline_what_is_enough_is_taken() {
        SetSketch set = bothPromised().with(0, node -> node.answers = true);
        passes(set, Deadlines.ATTEMPT);

        assertThat(StepUnderTest.of(set).requireSaved().attempt().orElseThrow().stage())
                .isEqualTo(Stage.PROMOTING);
    }

    @Test
    void nothing_is_deleted_and_nobody_is_told_to_follow_meanwhile() {
        SetSketch set = bothPromised().learner(3).with(0, node -> node.answers = true);
        set.replicas = 3;

        StepUnderTest step = StepUnderTest.of(set);

        assertThat(step.all(Action.DeleteNode.class)).isEmpty();
        assertThat(step.all(Action.Follow.class)).isEmpty();
    }

    @Test
    void a_node_that_is_missing_is_made_even_now() {
        assertThat(StepUnderTest.of(fencing().without(0)).all(Action.CreateNode.class))
                .containsExactly(new Action.CreateNode("cache-0", "r1"));
    }

    // ------------------------------------------------------------------ changes of voters

    private static SetSketch changing(int... voters) {
        SetSketch set = SetSketch.running(3).learner(3).with(0, node -> node.promised(EPOCH));
        Attempt bare = set.attempt(EPOCH, Kind.VOTERS, Stage.FENCING);
        Attempt open = new Attempt(
                bare.epoch(),
                bare.coordinator(),
                bare.kind(),
                bare.stage(),
                bare.from(),
                Optional.of(set.voter(0)),
                Optional.of(set.groupOf(voters)),
                bare.reason(),
                0,
                bare.startedAt());
        return set.record(record -> record.withAttempt(Optional.of(open)));
    }

    @Test
    void a_change_of_voters_disturbs_nobody_but_the_master_whose_label_stays() {
        SetSketch set = changing(0, 1, 2, 3).with(0, node -> {
            node.role = NodeRole.MASTER;
            node.promisedEpoch = 1;
        });

        assertThat(StepUnderTest.of(set).deeds()).containsExactly(new Action.Fence("cache-0", EPOCH));
    }

    @Test
    void the_group_of_before_keeps_its_say_until_the_new_one_has_committed() {
        SetRecord saved = StepUnderTest.of(changing(0, 1, 2, 3)).requireSaved();

        assertThat(saved.config().size()).isEqualTo(3);
        assertThat(saved.unfinished().orElseThrow().size()).isEqualTo(4);
    }

    @Test
    void a_change_whose_master_broke_meanwhile_is_given_up_at_once() {
        SetSketch set = changing(0, 1, 2, 3).with(0, node -> node.role = NodeRole.JOINING);

        StepUnderTest step = StepUnderTest.of(set);

        assertThat(step.requireSaved().attempt()).isEmpty();
        assertThat(step.events()).containsExactly(Reason.FAILOVER_ABORTED);
    }

    @Test
    void the_way_out_waits_for_the_new_voters_to_catch_up_with_a_master_that_stands_still() {
        SetSketch set = changing(0, 1, 2).with(1, node -> node.holds(1, 90)).with(2, node -> node.holds(1, 90));
        set.record(record -> record.withVoters(set.groupOf(0, 3), Optional.of(set.groupOf(0, 1, 3))));
        StepUnderTest waiting = StepUnderTest.of(set);
        assertThat(waiting.all(Action.Ask.class)).extracting(Action.Ask::node).contains("cache-1", "cache-2");
        assertThat(waiting.wakesAt()).isEqualTo(set.now.plus(Deadlines.SWITCHOVER_POLL));

        set.node(1).holds(1, 100);
        SetRecord saved = StepUnderTest.of(set).requireSaved();

        assertThat(saved.config().isEmpty()).isTrue();
        assertThat(saved.unfinished().orElseThrow().isSameAs(set.groupOf(0, 1, 2)))
                .isTrue();
    }

    // ------------------------------------------------------------------ promoting

    @Test
    void the_written_target_is_promoted_with_the_written_voters() {
        assertThat(StepUnderTest.of(promoting()).deeds())
                .containsExactly(new Action.Promote("cache-1", EPOCH, 2, List.of("disk-0", "disk-1", "disk-2")));
    }

    @Test
    void a_target_that_is_master_already_is_not_promoted_again() {
        SetSketch set = promoting();
        set.node(1).asMaster(EPOCH, set.record.config());

        StepUnderTest step = StepUnderTest.of(set);

        assertThat(step.all(Action.Promote.class)).isEmpty();
        assertThat(step.requireSaved().isMaster("cache-1")).isTrue();
    }

    @Test
    void a_target_that_refuses_ends_the_attempt() {
        SetSketch set = promoting()
                .with(1, node -> node.refusal = Optional.of(new Refusal("PROMOTE", EPOCH, "NOPROMISE", SetSketch.NOW)));

        StepUnderTest step = StepUnderTest.of(set);

        assertThat(step.requireSaved().attempt()).isEmpty();
        assertThat(step.step().phaseReason()).contains("cache-1 refused: NOPROMISE");
        assertThat(step.step().memory().isBackingOff(set.now)).isTrue();
    }

    @Test
    void a_target_that_promised_a_later_epoch_ends_the_attempt() {
        assertThat(StepUnderTest.of(promoting().with(1, node -> node.promised(7)))
                        .requireSaved()
                        .attempt())
                .isEmpty();
    }

    @Test
    void a_target_that_came_back_on_another_disk_ends_the_attempt() {
        assertThat(StepUnderTest.of(promoting().with(1, NodeSketch::onNewDisk))
                        .requireSaved()
                        .attempt())
                .isEmpty();
    }

    @Test
    void a_target_that_does_not_answer_is_tried_until_the_deadline() {
        SetSketch set = promoting().with(1, NodeSketch::silent);
        passes(set, Deadlines.ATTEMPT.minusMillis(1));
        assertThat(StepUnderTest.of(set).saved()).isEmpty();

        passes(set, Duration.ofMillis(1));

        assertThat(StepUnderTest.of(set).requireSaved().attempt()).isEmpty();
    }

    @Test
    void what_was_given_up_leaves_its_epoch_and_its_target_behind() {
        SetSketch set = promoting().with(1, node -> node.promised(7));

        SetRecord saved = StepUnderTest.of(set).requireSaved();

        assertThat(saved.epoch()).isEqualTo(EPOCH);
        assertThat(saved.targetedEpoch()).isEqualTo(EPOCH);
    }

    // ------------------------------------------------------------------ attempts of others

    private static SetSketch others(SetSketch set) {
        Attempt own = set.record.attempt().orElseThrow();
        Attempt foreign = new Attempt(
                own.epoch(),
                "operator/0",
                own.kind(),
                own.stage(),
                own.from(),
                own.target(),
                own.votersToBe(),
                own.reason(),
                own.detectMillis(),
                own.startedAt());
        return set.record(record -> record.withAttempt(Optional.of(foreign)));
    }

    @Test
    void the_attempt_of_another_coordinator_is_left_alone_for_a_while_and_then_closed() {
        SetSketch set = others(bothPromised());
        CoordinatorMemory memory = CoordinatorMemory.fresh(SetSketch.COORDINATOR, set.now);
        StepUnderTest first = StepUnderTest.of(set, memory);
        assertThat(first.deeds()).isEmpty();
        assertThat(first.wakesAt()).isEqualTo(set.now.plus(SetSketch.TIMEOUT));

        set.later(SetSketch.TIMEOUT);
        StepUnderTest then = StepUnderTest.of(set, first.step().memory());

        assertThat(then.requireSaved().attempt()).isEmpty();
        assertThat(then.all(Action.Fence.class)).isEmpty();
    }

    @Test
    void what_another_coordinator_promoted_is_finished_for_it() {
        SetSketch set = others(promoting());
        set.node(1).asMaster(EPOCH, set.record.config());

        assertThat(StepUnderTest.of(set).requireSaved().isMaster("cache-1")).isTrue();
    }

    @Test
    void the_promises_of_another_coordinator_are_never_used() {
        StepUnderTest step = StepUnderTest.of(others(promoting()));

        assertThat(step.all(Action.Promote.class)).isEmpty();
        assertThat(step.all(Action.Fence.class)).isEmpty();
    }
}
