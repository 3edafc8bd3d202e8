package io.redisreplicaset.operator.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.Attempt.Kind;
import io.redisreplicaset.operator.topology.Attempt.Stage;
import io.redisreplicaset.operator.topology.LastFailover;
import io.redisreplicaset.operator.topology.MasterRecord;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.SetSketch;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The end of an attempt whose target is master.
final class CompletionTest {
    private static final long EPOCH = 2;

    private static SetSketch promoted(Kind kind, String coordinator, int target) {
        SetSketch set = SetSketch.running(3);
        Attempt bare = set.attempt(EPOCH, kind, Stage.FENCING).promoting(set.voter(target), set.record.config());
        Attempt open = new Attempt(
                bare.epoch(),
                coordinator,
                bare.kind(),
                bare.stage(),
                bare.from(),
                bare.target(),
                bare.votersToBe(),
                "a test",
                700,
                bare.startedAt());
        set.record(record -> record.withTarget(open, 1));
        for (int i = 0; i < 3; i++) {
            set.node(i).promised(EPOCH);
        }
        set.node(target).asMaster(EPOCH, set.record.config());
        set.node(target).label = Optional.of(NodeRole.REPLICA);
        return set.later(Duration.ofMillis(40));
    }

    private static SetSketch promoted(Kind kind) {
        return promoted(kind, SetSketch.COORDINATOR, 1);
    }

    @Test
    void the_record_names_the_master_and_the_attempt_is_over() {
        SetRecord saved = StepUnderTest.of(promoted(Kind.FAILOVER)).requireSaved();

        assertThat(saved.master())
                .contains(new MasterRecord(promoted(Kind.FAILOVER).voter(1), EPOCH));
        assertThat(saved.attempt()).isEmpty();
        assertThat(saved.failovers()).isEqualTo(1);
    }

    @Test
    void the_others_follow_at_the_same_time() {
        assertThat(StepUnderTest.of(promoted(Kind.FAILOVER)).all(Action.Follow.class))
                .containsExactly(
                        new Action.Follow("cache-0", EPOCH, "cache-1", SetSketch.address(1)),
                        new Action.Follow("cache-2", EPOCH, "cache-1", SetSketch.address(1)));
    }

    @Test
    void the_label_that_leads_astray_goes_before_the_new_one_comes() {
        assertThat(StepUnderTest.of(promoted(Kind.FAILOVER)).all(Action.Label.class))
                .containsExactly(
                        new Action.Label("cache-0", NodeRole.FENCED), new Action.Label("cache-1", NodeRole.MASTER));
    }

    @Test
    void tells_how_long_it_took_from_the_last_sign_of_life() {
        SetRecord saved = StepUnderTest.of(promoted(Kind.FAILOVER)).requireSaved();

        assertThat(saved.lastFailover())
                .contains(new LastFailover(
                        Optional.of("cache-0"), "cache-1", "a test", 700, 740, SetSketch.NOW.plusMillis(40)));
    }

    @Test
    void who_finishes_for_another_does_not_subtract_the_clocks_from_one_another() {
        SetRecord saved =
                StepUnderTest.of(promoted(Kind.FAILOVER, "operator/0", 1)).requireSaved();

        assertThat(saved.lastFailover().orElseThrow().totalMillis()).isEqualTo(700);
    }

    @Test
    void each_kind_tells_its_own_end() {
        assertThat(StepUnderTest.of(promoted(Kind.FAILOVER)).events())
                .contains(Reason.FAILOVER_COMPLETED)
                .doesNotContain(Reason.SWITCHOVER_COMPLETED);
        assertThat(StepUnderTest.of(promoted(Kind.SWITCHOVER)).events()).contains(Reason.SWITCHOVER_COMPLETED);
        assertThat(StepUnderTest.of(promoted(Kind.BOOTSTRAP)).events()).contains(Reason.MASTER_ELECTED);
    }

    @Test
    void a_switchover_that_ends_where_it_began_has_failed() {
        assertThat(StepUnderTest.of(promoted(Kind.SWITCHOVER, SetSketch.COORDINATOR, 0))
                        .events())
                .contains(Reason.SWITCHOVER_FAILED);
    }

    @Test
    void a_change_of_voters_is_no_failover() {
        StepUnderTest step = StepUnderTest.of(promoted(Kind.VOTERS, SetSketch.COORDINATOR, 0));

        assertThat(step.requireSaved().failovers()).isZero();
        assertThat(step.requireSaved().lastFailover()).isEmpty();
        assertThat(step.events()).doesNotContain(Reason.FAILOVER_COMPLETED);
    }

    @Test
    void the_first_master_is_no_failover() {
        StepUnderTest step = StepUnderTest.of(promoted(Kind.BOOTSTRAP));

        assertThat(step.requireSaved().failovers()).isZero();
        assertThat(step.requireSaved().lastFailover()).isEmpty();
    }

    @Test
    void a_success_ends_the_waiting_after_failures() {
        SetSketch set = promoted(Kind.FAILOVER);
        CoordinatorMemory failed = StepUnderTest.watching(set).afterFailure(SetSketch.NOW);

        assertThat(StepUnderTest.of(set, failed).step().memory().failures()).isZero();
    }
}
