package io.redisreplicaset.operator.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.Durability;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.api.TopologyType;
import io.redisreplicaset.operator.topology.Attempt.Stage;
import io.redisreplicaset.operator.topology.MasterRecord;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Courses of events in which a set once stood still, or went in circles: it has to come to an end by itself.
final class RecoverySimTest {
    private static final SimSettings QUORUM = SimSettings.of(3, Durability.QUORUM);
    private static final SimSettings ASYNC = SimSettings.of(3, Durability.ASYNC);

    private static Schedule begun(SimSettings settings) {
        return new Schedule(settings, Mutation.NONE).begun();
    }

    private static String master(Schedule at) {
        return at.sim()
                .store()
                .record()
                .master()
                .map(MasterRecord::node)
                .orElseThrow()
                .name();
    }

    @Test
    void a_set_of_one_begins_and_comes_back() {
        Schedule at = begun(SimSettings.of(1, Durability.ASYNC));

        at.kill("n-0");
        at.settled();

        assertThat(at.isMasterOf("n-0", 2)).isTrue();
    }

    @Test
    void replicas_that_cannot_hear_the_master_elect_one_of_themselves_although_the_coordinator_hears_all() {
        Schedule at = begun(QUORUM);

        at.cut("n-0", "n-1", "n-2");
        at.pass(10_000);

        assertThat(master(at)).isEqualTo("n-1");
        assertThat(at.sim().rules().promotions()).isEqualTo(2);
    }

    @Test
    void a_master_that_must_be_elected_again_although_nobody_hears_it_gets_its_time_each_time() {
        Schedule at = begun(QUORUM.withWriteQuorum(1));

        at.cut("n-0", "n-1", "n-2");
        at.pass(20_000);

        assertThat(master(at)).isEqualTo("n-0");
        assertThat(at.sim().rules().promotions()).isLessThanOrEqualTo(6);
        at.healAll();
        at.settled();
    }

    @Test
    void a_master_that_is_scaled_away_and_lost_at_once_is_succeeded() {
        Schedule at = begun(ASYNC);
        at.sim().wants(intent -> IntentChange.switchover(intent, Optional.of("n-2")));
        at.until(() -> master(at).equals("n-2"));
        at.settled();

        at.sim().wants(intent -> IntentChange.replicas(IntentChange.switchover(intent, Optional.empty()), 2));
        at.loseDisk("n-2");

        at.settled();
        assertThat(master(at)).isNotEqualTo("n-2");
    }

    @Test
    void disks_that_are_lost_before_the_first_voters_have_committed_anything_are_replaced() {
        Schedule at = new Schedule(SimSettings.of(2, Durability.ASYNC), Mutation.NONE);
        at.sim().begin(0);
        at.atOnce(() -> at.isAt(Stage.PROMOTING), () -> at.loseDisk("n-1"));

        at.settled();

        assertThat(at.sim().store().record().config().size()).isEqualTo(2);
    }

    @Test
    void two_disks_lost_at_once_are_replaced_at_once_where_every_voter_commits() {
        Schedule at = begun(QUORUM.withWriteQuorum(3));

        at.loseDisk("n-1");
        at.loseDisk("n-2");

        at.settled();
        assertThat(at.sim().store().record().config().writeQuorum()).isEqualTo(3);
    }

    @Test
    void an_update_that_meets_nodes_without_votes_gives_them_theirs_and_goes_on() {
        Schedule at = begun(QUORUM);

        at.sim().wants(intent -> IntentChange.replicas(intent, 5));
        at.until(() -> at.sim().cluster().process("n-4").isPresent());
        at.sim().wants(intent -> IntentChange.revision(intent, "r2"));

        at.settled();
    }

    @Test
    void an_update_comes_to_its_end_although_the_user_wants_a_certain_master() {
        Schedule at = begun(QUORUM.with(TopologyType.CHAIN));

        at.sim().wants(intent -> IntentChange.revision(IntentChange.switchover(intent, Optional.of("n-0")), "r2"));

        at.settled();
        assertThat(master(at)).isEqualTo("n-0");
        assertThat(at.sim().rules().promotions()).isLessThanOrEqualTo(3);
    }

    @Test
    void an_update_that_is_taken_back_at_once_is_over() {
        Schedule at = begun(QUORUM);

        at.sim().wants(intent -> IntentChange.revision(intent, "r2"));
        at.until(() -> at.sim().store().record().updatingTo().isPresent());
        at.sim().wants(intent -> IntentChange.revision(intent, "r1"));

        at.settled();
    }

    @Test
    void an_attempt_that_came_to_nothing_does_not_cost_the_master_that_still_serves_its_post() {
        Schedule at = begun(QUORUM);
        at.cut("n-0", "alpha", "n-1", "n-2");
        at.atOnce(() -> at.isAt(Stage.PROMOTING), () -> {
            at.coordinator("alpha").crash();
            at.healAll();
        });

        at.coordinator("alpha").begin();
        at.settled();

        assertThat(at.sim().events()).doesNotContainKey(Reason.DATA_LOSS_RISK);
    }
}
