package io.redisreplicaset.operator.failover;

import static io.redisreplicaset.operator.failover.ElectionUnderTest.EPOCH;
import static io.redisreplicaset.operator.failover.ElectionUnderTest.election;
import static io.redisreplicaset.operator.failover.ElectionUnderTest.failover;
import static io.redisreplicaset.operator.failover.ElectionUnderTest.lacking;
import static io.redisreplicaset.operator.failover.ElectionUnderTest.standing;
import static io.redisreplicaset.operator.failover.ElectionUnderTest.twoPromised;
import static io.redisreplicaset.operator.failover.ElectionUnderTest.votersToBe;
import static io.redisreplicaset.operator.failover.ElectionUnderTest.winner;
import static io.redisreplicaset.operator.failover.ElectionUnderTest.won;
import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.failover.Election.Standing;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.Attempt.Kind;
import io.redisreplicaset.operator.topology.Attempt.Stage;
import io.redisreplicaset.operator.topology.NodeSketch;
import io.redisreplicaset.operator.topology.ObservedNode;
import io.redisreplicaset.operator.topology.SetSketch;
import io.redisreplicaset.operator.topology.Voter;
import io.redisreplicaset.operator.topology.VoterGroup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Elections in epoch 2 of a set whose epoch 1 had node 0 as master.
final class ElectionTest {
    // ------------------------------------------------------------------ who and how many

    @Test
    void the_one_that_holds_the_most_wins() {
        assertThat(winner(failover(twoPromised().with(2, node -> node.holds(1, 101)))))
                .isEqualTo("cache-2");
    }

    @Test
    void the_voters_stay_as_they_are() {
        Standing standing = failover(twoPromised());

        assertThat(votersToBe(standing).isSameAs(twoPromised().record.config())).isTrue();
        assertThat(won(standing).replacesAllVoters()).isFalse();
        assertThat(won(standing).rootEpoch()).isEqualTo(1);
    }

    @Test
    void too_few_promises_elect_nobody() {
        SetSketch set = twoPromised().with(2, NodeSketch::silent);

        assertThat(lacking(failover(set)))
                .isEqualTo(new Standing.Lacking("2 intact of 3 voters are needed, 1 there", false));
    }

    @Test
    void a_promise_to_another_coordinator_is_none() {
        SetSketch set = twoPromised().with(2, node -> node.promisedTo = "operator/2");

        assertThat(failover(set)).isInstanceOf(Standing.Lacking.class);
    }

    @Test
    void a_promise_of_a_later_epoch_ends_this_one() {
        SetSketch set = twoPromised().with(2, node -> node.promised(5));

        assertThat(failover(set)).isEqualTo(new Standing.Superseded(5));
    }

    @Test
    void a_promise_is_good_however_old_the_news_of_it() {
        assertThat(winner(failover(twoPromised().later(Duration.ofMinutes(1))))).isEqualTo("cache-1");
    }

    @Test
    void where_everybody_answers_and_it_is_not_enough_waiting_cannot_help() {
        SetSketch set = twoPromised().with(0, NodeSketch::onNewDisk).with(2, node -> node.intact = false);

        assertThat(lacking(failover(set)).isRisk()).isTrue();
    }

    @Test
    void a_voter_that_is_away_may_help_when_it_comes_back() {
        SetSketch set = twoPromised().with(2, node -> node.intact = false);

        assertThat(lacking(failover(set)).isRisk()).isFalse();
    }

    @Test
    void a_node_that_may_have_forgotten_something_can_win_where_others_vouch_for_the_rest() {
        SetSketch set = SetSketch.running(5);
        for (int i = 1; i < 5; i++) {
            set.node(i).promised(EPOCH);
        }
        set.node(0).silent();
        set.node(4).intact = false;
        set.node(4).holds(1, 500);

        assertThat(winner(failover(set))).isEqualTo("cache-4");
    }

    @Test
    void a_learner_neither_votes_nor_wins() {
        SetSketch set = twoPromised().learner(3).with(2, NodeSketch::silent);
        set.node(3).promised(EPOCH).holds(1, 900);

        assertThat(failover(set)).isInstanceOf(Standing.Lacking.class);
    }

    @Test
    void a_new_disk_does_not_vote_for_the_old_one() {
        SetSketch set = twoPromised().with(2, NodeSketch::onNewDisk);
        set.node(2).promised(EPOCH);

        assertThat(failover(set)).isInstanceOf(Standing.Lacking.class);
    }

    @Test
    void the_master_of_before_wins_again_where_it_is_unbroken_and_alone() {
        SetSketch set = SetSketch.running(3)
                .with(0, node -> node.promised(EPOCH))
                .with(1, NodeSketch::silent)
                .with(2, NodeSketch::silent);

        assertThat(winner(failover(set))).isEqualTo("cache-0");
    }

    @Test
    void a_broken_master_is_one_voter_among_others() {
        SetSketch set = SetSketch.running(3)
                .with(0, NodeSketch::startedAgain)
                .with(1, NodeSketch::silent)
                .with(2, NodeSketch::silent);
        set.node(0).promised(EPOCH);

        assertThat(failover(set)).isInstanceOf(Standing.Lacking.class);
    }

    @Test
    void a_master_of_an_epoch_before_the_last_target_is_not_the_latest() {
        SetSketch set = SetSketch.running(3)
                .with(0, node -> node.promised(EPOCH))
                .with(1, NodeSketch::silent)
                .with(2, NodeSketch::silent);
        Attempt given = set.attempt(EPOCH, Kind.FAILOVER, Stage.FENCING).promoting(set.voter(1), set.record.config());
        set.record(record -> record.withTarget(given, 1).withAttempt(Optional.empty()));

        assertThat(failover(set)).isInstanceOf(Standing.Lacking.class);
    }

    @Test
    void a_history_beyond_the_last_target_shows_that_the_record_is_an_old_one() {
        SetSketch set = SetSketch.running(3)
                .with(0, node -> node.promised(EPOCH))
                .with(1, node -> node.holds(4, 500))
                .with(2, NodeSketch::silent);

        assertThat(failover(set)).isInstanceOf(Standing.Lacking.class);
    }

    // ------------------------------------------------------------------ who may not

    @Test
    void in_mode_quorum_a_priority_of_zero_blocks_rather_than_loses() {
        SetSketch set = twoPromised().with(2, node -> node.holds(1, 101)).with(2, node -> node.priority = 0);

        assertThat(lacking(failover(set)).why())
                .isEqualTo("those that hold the most may not be promoted: their priority is 0");
    }

    @Test
    void in_mode_async_a_priority_of_zero_is_stronger_than_the_offset() {
        SetSketch set =
                twoPromised().async().with(2, node -> node.holds(1, 101)).with(2, node -> node.priority = 0);

        assertThat(winner(failover(set))).isEqualTo("cache-1");
    }

    @Test
    void data_of_another_beginning_is_never_a_candidate() {
        SetSketch set = twoPromised().with(2, node -> {
            node.holds(9, 900);
            node.rootEpoch = 9;
        });
        assertThat(winner(failover(set))).isEqualTo("cache-1");

        set.node(1).rootEpoch = 8;
        assertThat(lacking(failover(set)))
                .isEqualTo(new Standing.Lacking("all who promised hold data of another beginning", true));
    }

    @Test
    void a_master_that_none_of_the_others_hears_is_passed_over_where_they_are_enough() {
        SetSketch set = twoPromised();
        set.node(0).answers = true;
        set.node(0).promised(EPOCH).holds(1, 900);
        set.node(1).hears(0, true, 4_000);
        set.node(2).hears(0, true, 3_999);
        assertThat(winner(failover(set))).isEqualTo("cache-0");

        set.node(2).hears(0, true, 4_000);
        assertThat(winner(failover(set))).isEqualTo("cache-1");
    }

    @Test
    void a_master_that_none_of_the_others_hears_is_not_passed_over_where_its_promise_is_needed() {
        SetSketch set = twoPromised();
        set.node(0).answers = true;
        set.node(0).promised(EPOCH);
        set.node(1).hears(0, true, 9_000);
        set.node(2).hears(0, true, 9_000);
        set.node(2).intact = false;

        assertThat(winner(failover(set))).isEqualTo("cache-0");
    }

    @Test
    void a_process_that_was_started_again_is_not_passed_over_for_the_silence_of_before() {
        SetSketch set = twoPromised().with(0, node -> node.startedAgain().promised(EPOCH));
        set.node(0).holds(1, 900);
        set.node(1).hears(0, true, 9_000);
        set.node(2).hears(0, true, 9_000);

        assertThat(winner(failover(set))).isEqualTo("cache-0");
    }

    // ------------------------------------------------------------------ nothing where there was something

    @Test
    void nobody_without_data_wins_while_others_may_have_some() {
        SetSketch set = twoPromised().async().with(0, NodeSketch::silent);
        set.node(1).holds(0, 0);
        set.node(2).holds(0, 0);

        assertThat(lacking(failover(set)).why()).isEqualTo("none of those that answer holds any data, and others may");
    }

    @Test
    void where_all_voters_answer_and_none_has_data_there_is_none() {
        SetSketch set =
                twoPromised().async().with(0, node -> node.startedAgain().promised(EPOCH));
        for (int i = 0; i < 3; i++) {
            set.node(i).holds(0, 0);
        }

        assertThat(winner(failover(set))).isEqualTo("cache-0");
    }

    @Test
    void not_so_where_a_learner_holds_what_the_voters_lost() {
        SetSketch set = twoPromised()
                .async()
                .with(0, node -> node.startedAgain().promised(EPOCH))
                .learner(3);
        for (int i = 0; i < 3; i++) {
            set.node(i).holds(0, 0);
        }

        assertThat(lacking(failover(set)).isRisk()).isTrue();
    }

    // ------------------------------------------------------------------ unfinished changes

    private static SetSketch unfinished(SetSketch set, int... newer) {
        return set.record(record -> record.withVoters(record.config(), Optional.of(set.groupOf(newer))));
    }

    @Test
    void an_unfinished_change_needs_promises_of_both_groups() {
        SetSketch set = unfinished(twoPromised().with(2, NodeSketch::silent), 0, 1);

        assertThat(failover(set)).isInstanceOf(Standing.Lacking.class);
    }

    @Test
    void an_unfinished_change_goes_on_where_it_can_be_committed() {
        SetSketch set = twoPromised().learner(3);
        set.node(3).promised(EPOCH);
        unfinished(set, 0, 1, 2, 3);

        assertThat(votersToBe(failover(set)).size()).isEqualTo(4);
    }

    @Test
    void an_unfinished_change_is_taken_back_where_it_cannot_be_committed() {
        SetSketch set = unfinished(twoPromised().learner(3), 0, 1, 2, 3);
        set.node(3).silent();

        assertThat(votersToBe(failover(set)).size()).isEqualTo(3);
    }

    @Test
    void a_winner_that_the_change_leaves_out_takes_it_back() {
        SetSketch set = unfinished(twoPromised().with(2, node -> node.holds(1, 101)), 0, 1);

        Standing standing = failover(set);

        assertThat(winner(standing)).isEqualTo("cache-2");
        assertThat(votersToBe(standing).size()).isEqualTo(3);
    }

    // ------------------------------------------------------------------ changes of voters

    private static Standing change(SetSketch set, VoterGroup wanted) {
        return new Election(set.sight(), Kind.VOTERS, Optional.of(set.voter(0)), Optional.of(wanted), true)
                .standing(EPOCH, SetSketch.COORDINATOR);
    }

    @Test
    void a_change_of_voters_asks_the_master_only() {
        SetSketch set = SetSketch.running(3);

        List<String> asked = new Election(
                        set.sight(), Kind.VOTERS, Optional.of(set.voter(0)), Optional.of(set.groupOf(0, 1)), true)
                .electorate().stream().map(ObservedNode::name).toList();

        assertThat(asked).containsExactly("cache-0");
    }

    @Test
    void the_masters_own_promise_changes_the_voters() {
        SetSketch set = SetSketch.running(3).learner(3).with(0, node -> node.promised(EPOCH));

        assertThat(votersToBe(change(set, set.groupOf(0, 1, 2, 3))).size()).isEqualTo(4);
    }

    @Test
    void a_third_group_has_to_hold_what_the_master_holds_before_it_counts() {
        SetSketch set = SetSketch.running(3).with(0, node -> node.promised(EPOCH));
        VoterGroup lost = new VoterGroup(
                List.of(set.voter(0), new Voter("lost-1", "cache-1"), new Voter("lost-2", "cache-2")), 2);
        set.record(record -> record.withVoters(VoterGroup.NONE, Optional.of(lost)));
        set.node(1).holds(1, 99);
        set.node(2).holds(1, 99);
        VoterGroup third = set.groupOf(0, 1, 2);
        assertThat(lacking(change(set, third)).why()).isEqualTo("the new voters do not hold all that the master holds");

        set.node(2).holds(1, 100);

        assertThat(votersToBe(change(set, third)).isSameAs(third)).isTrue();
        assertThat(won(change(set, third)).replacesAllVoters()).isTrue();
    }

    // ------------------------------------------------------------------ look before you fence

    @Test
    void a_forecast_counts_who_answers_now() {
        SetSketch set = SetSketch.running(3).with(0, NodeSketch::silent);
        assertThat(winner(election(set, Kind.FAILOVER).forecast())).isEqualTo("cache-1");

        set.node(1).silent();
        assertThat(election(set, Kind.FAILOVER).forecast()).isInstanceOf(Standing.Lacking.class);
    }

    @Test
    void a_forecast_does_not_count_on_an_old_status() {
        SetSketch set = SetSketch.running(3).later(Duration.ofSeconds(3));

        assertThat(election(set, Kind.FAILOVER).forecast()).isInstanceOf(Standing.Lacking.class);
    }

    @Test
    void a_failover_asks_all_voters_of_both_groups() {
        SetSketch set = unfinished(SetSketch.running(3).learner(3).learner(4), 0, 1, 2, 3);

        assertThat(election(set, Kind.FAILOVER).electorate().stream().map(ObservedNode::name))
                .containsExactly("cache-0", "cache-1", "cache-2", "cache-3");
    }
}
