package io.redisreplicaset.operator.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.Attempt.Kind;
import io.redisreplicaset.operator.topology.Attempt.Stage;
import io.redisreplicaset.operator.topology.Deadlines;
import io.redisreplicaset.operator.topology.LinkStatus;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.NodeSketch;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.SetSketch;
import io.redisreplicaset.operator.topology.Voter;
import io.redisreplicaset.operator.topology.VoterGroup;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// A set at rest: when nothing is done, and what begins an attempt.
final class FailoverMachineTest {
    private static Attempt begun(StepUnderTest step) {
        return step.requireSaved().attempt().orElseThrow();
    }

    private static SetSketch masterGone() {
        return SetSketch.running(3)
                .with(0, NodeSketch::silent)
                .with(1, node -> node.hears(0, false, 300))
                .with(2, node -> node.hears(0, false, 200));
    }

    // ------------------------------------------------------------------ nothing

    @Test
    void a_set_that_runs_well_is_left_alone() {
        StepUnderTest step = StepUnderTest.of(SetSketch.running(3));

        assertThat(step.step().actions()).isEmpty();
        assertThat(step.step().phase()).isEqualTo(Phase.RUNNING);
        assertThat(step.step().phaseReason()).isEqualTo("3 of 3 nodes serve");
    }

    @Test
    void the_same_sight_gives_the_same_step() {
        assertThat(StepUnderTest.of(masterGone())).isEqualTo(StepUnderTest.of(masterGone()));
    }

    // ------------------------------------------------------------------ a dead master

    @Test
    void a_dead_master_begins_an_attempt_in_an_epoch_above_all() {
        SetSketch set = masterGone().with(2, node -> node.promisedEpoch = 8);

        StepUnderTest step = StepUnderTest.of(set);

        assertThat(begun(step).epoch()).isEqualTo(9);
        assertThat(begun(step).kind()).isEqualTo(Kind.FAILOVER);
        assertThat(begun(step).stage()).isEqualTo(Stage.FENCING);
        assertThat(begun(step).from()).contains(set.voter(0));
        assertThat(begun(step).detectMillis()).isEqualTo(200);
        assertThat(step.deeds()).hasSize(1);
        assertThat(step.events()).containsExactly(Reason.FAILOVER_STARTED);
    }

    @Test
    void nobody_is_fenced_where_too_few_could_promise() {
        SetSketch set = masterGone().with(2, node -> node.intact = false);

        StepUnderTest step = StepUnderTest.of(set);

        assertThat(step.deeds()).isEmpty();
        assertThat(step.step().phase()).isEqualTo(Phase.BLOCKED);
        assertThat(step.events()).containsExactly(Reason.FAILOVER_BLOCKED);
        assertThat(step.wakesAt()).isEqualTo(set.now.plus(Deadlines.COMMAND_RETRY));
    }

    @Test
    void where_waiting_cannot_help_the_user_is_told_the_annotation() {
        SetSketch set = masterGone().with(0, NodeSketch::onNewDisk).with(2, node -> node.intact = false);

        StepUnderTest step = StepUnderTest.of(set);

        assertThat(step.events()).containsExactly(Reason.FAILOVER_BLOCKED, Reason.DATA_LOSS_RISK);
        assertThat(step.all(Action.Emit.class).getLast().message()).endsWith("annotation allow-data-loss: 1");
        set.allowDataLoss = OptionalLong.of(1);
        assertThat(begun(StepUnderTest.of(set)).kind()).isEqualTo(Kind.FAILOVER);
    }

    @Test
    void without_failover_a_dead_master_is_reported_and_left_alone() {
        SetSketch set = masterGone();
        set.failoverEnabled = false;

        StepUnderTest step = StepUnderTest.of(set);

        assertThat(step.deeds()).isEmpty();
        assertThat(step.step().phaseReason()).endsWith("failover is disabled");
    }

    @Test
    void without_failover_a_master_that_was_started_again_may_still_become_master_again() {
        SetSketch set = SetSketch.running(3).with(0, NodeSketch::startedAgain);
        set.failoverEnabled = false;

        assertThat(begun(StepUnderTest.of(set)).kind()).isEqualTo(Kind.FAILOVER);
    }

    @Test
    void after_a_failed_attempt_the_next_one_waits() {
        SetSketch set = masterGone();
        CoordinatorMemory failed = StepUnderTest.watching(set).afterFailure(set.now);

        StepUnderTest step = StepUnderTest.of(set, failed);

        assertThat(step.saved()).isEmpty();
        assertThat(step.wakesAt()).isEqualTo(set.now.plus(Deadlines.BACKOFF));
        assertThat(begun(StepUnderTest.of(set.later(Deadlines.BACKOFF), failed)).epoch())
                .isEqualTo(2);
    }

    @Test
    void a_suspected_master_is_watched_more_closely_and_keeps_its_post() {
        SetSketch set = SetSketch.running(3).with(0, NodeSketch::silent);

        StepUnderTest step = StepUnderTest.of(set);

        assertThat(step.deeds()).isEmpty();
        assertThat(step.events()).containsExactly(Reason.MASTER_SUSPECTED);
        assertThat(step.step().phase()).isEqualTo(Phase.DEGRADED);
        assertThat(step.wakesAt()).isEqualTo(set.now.plus(SetSketch.TIMEOUT.dividedBy(4)));
    }

    // ------------------------------------------------------------------ wishes

    @Test
    void a_planned_switchover_pauses_first() {
        SetSketch set = SetSketch.running(3);
        set.switchoverTo = Optional.of("cache-2");

        StepUnderTest step = StepUnderTest.of(set);

        assertThat(begun(step).kind()).isEqualTo(Kind.SWITCHOVER);
        assertThat(begun(step).stage()).isEqualTo(Stage.PAUSING);
        assertThat(begun(step).target()).contains(set.voter(2));
        assertThat(step.events()).containsExactly(Reason.SWITCHOVER_STARTED);
    }

    @Test
    void a_wish_waits_after_a_failed_attempt_and_the_rest_of_the_plan_does_not() {
        SetSketch set = SetSketch.running(3).with(1, node -> node.peers.clear());
        set.switchoverTo = Optional.of("cache-2");
        CoordinatorMemory failed = StepUnderTest.watching(set).afterFailure(set.now);

        StepUnderTest step = StepUnderTest.of(set, failed);

        assertThat(step.saved()).isEmpty();
        assertThat(step.all(Action.Peers.class)).hasSize(1);
        assertThat(step.wakesAt()).isEqualTo(set.now.plus(Deadlines.BACKOFF));
    }

    @Test
    void a_change_of_voters_stays_on_the_master() {
        SetSketch set = SetSketch.running(3).learner(3);
        set.replicas = 4;

        Attempt attempt = begun(StepUnderTest.of(set));

        assertThat(attempt.kind()).isEqualTo(Kind.VOTERS);
        assertThat(attempt.target()).contains(set.voter(0));
        assertThat(attempt.votersToBe().orElseThrow().size()).isEqualTo(4);
    }

    /// An attempt of epoch 5 wrote its target and came to nothing; node 1 has promised it.
    private static SetSketch targetedInVain() {
        SetSketch set = SetSketch.running(3).with(1, node -> node.promised(5));
        Attempt vain = set.attempt(5, Kind.FAILOVER, Stage.FENCING).promoting(set.voter(1), set.record.config());
        return set.record(record ->
                record.withAttempt(Optional.of(vain)).withTarget(vain, 1).withAttempt(Optional.empty()));
    }

    @Test
    void where_a_later_epoch_has_a_target_the_masters_own_promise_would_not_do() {
        SetSketch set = targetedInVain();

        Attempt attempt = begun(StepUnderTest.of(set));

        assertThat(attempt.kind()).isEqualTo(Kind.FAILOVER);
        assertThat(attempt.target()).contains(set.voter(0));
        assertThat(attempt.epoch()).isEqualTo(6);
    }

    @Test
    void there_the_master_is_not_fenced_before_enough_others_answer() {
        SetSketch set = targetedInVain().with(2, NodeSketch::silent).with(1, node -> node.intact = false);

        assertThat(StepUnderTest.of(set).saved()).isEmpty();
    }

    // ------------------------------------------------------------------ settling

    private static SetSketch unsettled() {
        SetSketch set = SetSketch.running(3);
        set.record(record -> record.withVoters(set.groupOf(0, 1), Optional.of(record.config())));
        return set;
    }

    @Test
    void a_committed_marker_settles_the_voters_that_it_names() {
        StepUnderTest step = StepUnderTest.of(unsettled());

        SetRecord saved = step.requireSaved();
        assertThat(saved.config().size()).isEqualTo(3);
        assertThat(saved.unfinished()).isEmpty();
        assertThat(step.events()).containsExactly(Reason.VOTERS_CHANGED);
    }

    @Test
    void a_marker_that_is_not_committed_settles_nothing() {
        SetSketch set = unsettled().with(0, node -> node.committedEpoch = 0);

        StepUnderTest step = StepUnderTest.of(set, CoordinatorMemory.fresh(SetSketch.COORDINATOR, set.now));

        assertThat(step.saved()).isEmpty();
        assertThat(step.wakesAt()).isEqualTo(set.now.plus(Deadlines.STABLE));
    }

    @Test
    void a_committed_marker_of_the_group_of_before_takes_the_change_back() {
        SetSketch set = SetSketch.running(3);
        set.record(record -> record.withVoters(record.config(), Optional.of(set.groupOf(0, 1))));

        assertThat(StepUnderTest.of(set).requireSaved().config().size()).isEqualTo(3);
        assertThat(StepUnderTest.of(set).requireSaved().unfinished()).isEmpty();
    }

    @Test
    void voters_that_cannot_commit_their_marker_give_way_to_the_group_of_before() {
        SetSketch set = SetSketch.running(3).with(2, NodeSketch::silent);
        VoterGroup withLost = new VoterGroup(List.of(set.voter(0), new Voter("lost-1", "cache-1"), set.voter(2)), 2);
        set.record(record -> record.withVoters(set.groupOf(0, 1), Optional.of(withLost)));
        set.node(0).asMaster(1, withLost).committedEpoch = 0;
        assertThat(StepUnderTest.of(set, CoordinatorMemory.fresh(SetSketch.COORDINATOR, set.now))
                        .saved())
                .as("not before it has had its time")
                .isEmpty();

        Attempt attempt = begun(StepUnderTest.of(set));

        assertThat(attempt.kind()).isEqualTo(Kind.VOTERS);
        assertThat(attempt.votersToBe().orElseThrow().isSameAs(set.groupOf(0, 1)))
                .isTrue();
    }

    @Test
    void where_neither_group_can_commit_a_third_one_is_tried() {
        SetSketch set = SetSketch.running(3);
        VoterGroup lost = new VoterGroup(
                List.of(set.voter(0), new Voter("lost-1", "cache-1"), new Voter("lost-2", "cache-2")), 2);
        set.record(record -> record.withVoters(VoterGroup.NONE, Optional.of(lost)));
        set.node(0).asMaster(1, lost).committedEpoch = 0;

        assertThat(begun(StepUnderTest.of(set)).votersToBe().orElseThrow().isSameAs(set.groupOf(0, 1, 2)))
                .isTrue();
    }

    // ------------------------------------------------------------------ first start

    @Test
    void a_first_start_begins_when_all_nodes_are_there() {
        StepUnderTest step = StepUnderTest.of(SetSketch.justMade(3));

        assertThat(begun(step).kind()).isEqualTo(Kind.BOOTSTRAP);
        assertThat(begun(step).epoch()).isEqualTo(1);
        assertThat(step.step().phase()).isEqualTo(Phase.CREATING);
    }

    @Test
    void a_first_start_makes_nodes_and_waits_for_them() {
        SetSketch set = SetSketch.justMade(3).without(1).without(2);
        StepUnderTest step = StepUnderTest.of(set, CoordinatorMemory.fresh(SetSketch.COORDINATOR, set.now));

        assertThat(step.saved()).isEmpty();
        assertThat(step.all(Action.CreateNode.class)).hasSize(2);
    }

    @Test
    void a_first_start_without_the_last_node_waits_for_a_while() {
        SetSketch set = SetSketch.justMade(3).with(2, NodeSketch::silent);
        CoordinatorMemory fresh = CoordinatorMemory.fresh(SetSketch.COORDINATOR, set.now);
        assertThat(StepUnderTest.of(set, fresh).saved()).isEmpty();

        set.later(Deadlines.BOOTSTRAP_PATIENCE);
        set.node(0).askedAt = set.now;
        set.node(1).askedAt = set.now;

        assertThat(begun(StepUnderTest.of(set, fresh)).kind()).isEqualTo(Kind.BOOTSTRAP);
    }

    // ------------------------------------------------------------------ phase

    @Test
    void a_set_that_lacks_a_replica_is_degraded() {
        StepUnderTest step = StepUnderTest.of(SetSketch.running(3).with(2, node -> {
            node.synced = false;
            node.linkStatus = LinkStatus.SYNC;
        }));

        assertThat(step.step().phase()).isEqualTo(Phase.DEGRADED);
        assertThat(step.step().phaseReason()).isEqualTo("2 of 3 nodes serve");
    }

    @Test
    void a_set_that_grows_or_shrinks_is_scaling() {
        SetSketch grows = SetSketch.running(3).joinedBy(3);
        grows.replicas = 4;
        assertThat(StepUnderTest.of(grows).step().phase()).isEqualTo(Phase.SCALING);

        SetSketch shrinks = SetSketch.running(3).learner(3);
        shrinks.replicas = 3;
        assertThat(StepUnderTest.of(shrinks).step().phase()).isEqualTo(Phase.SCALING);
    }

    @Test
    void a_set_that_is_updated_says_to_what() {
        SetSketch set = SetSketch.running(3).with(2, NodeSketch::silent);
        set.revision = "r2";
        set.record(record -> record.withUpdatingTo(Optional.of("r2")));

        StepUnderTest step = StepUnderTest.of(set);

        assertThat(step.step().phase()).isEqualTo(Phase.UPDATING);
        assertThat(step.step().phaseReason()).isEqualTo("2 of 3 nodes serve, updating to r2");
    }

    @Test
    void labels_follow_the_roles() {
        StepUnderTest step =
                StepUnderTest.of(SetSketch.running(3).with(1, node -> node.label = Optional.of(NodeRole.JOINING)));

        assertThat(step.deeds()).containsExactly(new Action.Label("cache-1", NodeRole.REPLICA));
    }
}
