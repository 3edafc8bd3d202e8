package io.redisreplicaset.operator.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.failover.MasterHealth.Verdict;
import io.redisreplicaset.operator.topology.LinkStatus;
import io.redisreplicaset.operator.topology.NodeSketch;
import io.redisreplicaset.operator.topology.SetSketch;
import io.redisreplicaset.operator.topology.VoterGroup;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// When a master is dead: who has to say so, for one, two, three and five voters.
final class MasterHealthTest {
    private static final Duration OLD = Duration.ofHours(1);

    private static Verdict judge(SetSketch set) {
        return MasterHealth.judge(set.sight(), OLD);
    }

    private static boolean isDead(SetSketch set) {
        return judge(set) instanceof Verdict.Dead;
    }

    private static boolean isSuspected(SetSketch set) {
        return judge(set) instanceof Verdict.Suspected;
    }

    /// The voter's connection to the master was closed a moment ago.
    private static SetSketch losesConnection(SetSketch set, int... voters) {
        for (int voter : voters) {
            set.node(voter).hears(0, false, 100);
        }
        return set;
    }

    private static SetSketch hearsNothingFor(SetSketch set, long millis, int... voters) {
        for (int voter : voters) {
            set.node(voter).hears(0, true, millis);
        }
        return set;
    }

    private static SetSketch unready(SetSketch set) {
        return set.with(0, node -> node.readySince = Optional.empty());
    }

    // ------------------------------------------------------------------ its own word

    @Test
    void a_master_that_all_hear_is_healthy() {
        for (int voters : new int[] {1, 2, 3, 5}) {
            assertThat(judge(SetSketch.running(voters))).isEqualTo(new Verdict.Healthy());
        }
    }

    @Test
    void a_set_that_never_had_a_master_has_a_vacancy() {
        assertThat(judge(SetSketch.justMade(3))).isEqualTo(new Verdict.Vacant("the set has no master yet"));
    }

    @Test
    void a_process_that_says_it_is_nothing_needs_no_votes() {
        SetSketch set = SetSketch.running(3).with(0, NodeSketch::startedAgain);

        assertThat(judge(set))
                .isEqualTo(new Verdict.Vacant("cache-0 says that it is joining and not master of epoch 1"));
    }

    @Test
    void a_fenced_master_leaves_a_vacancy() {
        assertThat(judge(SetSketch.running(3).with(0, node -> node.promised(2))))
                .isInstanceOf(Verdict.Vacant.class);
    }

    @Test
    void a_master_of_another_epoch_is_not_the_recorded_one() {
        assertThat(judge(SetSketch.running(3).with(0, node -> node.epoch = 3))).isInstanceOf(Verdict.Vacant.class);
    }

    @Test
    void a_name_that_answers_for_another_disk_leaves_a_vacancy() {
        assertThat(judge(SetSketch.running(3).with(0, NodeSketch::onNewDisk)))
                .isEqualTo(new Verdict.Vacant("cache-0 came back on another disk"));
    }

    // ------------------------------------------------------------------ three and more

    @Test
    void readiness_alone_never_deposes_a_master_that_its_replicas_hear() {
        assertThat(isSuspected(unready(SetSketch.running(3)))).isTrue();
        assertThat(isSuspected(SetSketch.running(3).with(0, node -> node.deleting = true)))
                .isTrue();
        assertThat(isSuspected(SetSketch.running(3).with(0, node -> node.restarted = true)))
                .isTrue();
    }

    @Test
    void the_probe_alone_deposes_nobody() {
        assertThat(isSuspected(SetSketch.running(3).with(0, NodeSketch::silent)))
                .isTrue();
    }

    @Test
    void readiness_and_probe_together_depose_nobody_whom_a_majority_hears() {
        assertThat(isSuspected(unready(SetSketch.running(3)).with(0, NodeSketch::silent)))
                .isTrue();
        assertThat(isSuspected(losesConnection(unready(SetSketch.running(3)), 1).with(0, NodeSketch::silent)))
                .isTrue();
    }

    @Test
    void a_majority_of_the_others_and_bad_readiness_depose() {
        assertThat(isDead(losesConnection(unready(SetSketch.running(3)), 1, 2))).isTrue();
    }

    @Test
    void a_majority_of_the_others_and_a_failing_probe_depose() {
        assertThat(isDead(losesConnection(SetSketch.running(3), 1, 2).with(0, NodeSketch::silent)))
                .isTrue();
    }

    @Test
    void a_closed_connection_counts_at_once_and_a_silent_one_after_the_timeout() {
        SetSketch silent = SetSketch.running(3).with(0, NodeSketch::silent);

        assertThat(isDead(hearsNothingFor(silent, 2_000, 1, 2))).isFalse();
        assertThat(isDead(hearsNothingFor(silent, 2_001, 1, 2))).isTrue();
    }

    @Test
    void of_five_voters_three_of_the_other_four_are_needed() {
        assertThat(isDead(losesConnection(SetSketch.running(5), 1, 2).with(0, NodeSketch::silent)))
                .isFalse();
        assertThat(isDead(losesConnection(SetSketch.running(5), 1, 2, 3).with(0, NodeSketch::silent)))
                .isTrue();
    }

    @Test
    void voters_that_do_not_answer_cannot_vote_and_are_counted_all_the_same() {
        SetSketch set = losesConnection(SetSketch.running(5), 1, 2, 3).with(0, NodeSketch::silent);
        set.node(2).silent();
        set.node(3).silent();

        assertThat(isDead(set)).isFalse();
    }

    @Test
    void a_node_without_a_vote_does_not_vote() {
        SetSketch set = losesConnection(SetSketch.running(3).learner(3), 1).with(0, NodeSketch::silent);
        set.node(3).hears(0, false, 5_000);

        assertThat(isDead(set)).isFalse();
    }

    @Test
    void the_votes_alone_depose_after_twice_the_timeout() {
        assertThat(isSuspected(hearsNothingFor(SetSketch.running(3), 3_999, 1, 2)))
                .isTrue();
        assertThat(isDead(hearsNothingFor(SetSketch.running(3), 4_000, 1, 2))).isTrue();
    }

    @Test
    void a_silence_from_before_the_mastership_does_not_count_for_the_votes_alone() {
        SetSketch set = hearsNothingFor(SetSketch.running(3), 60_000, 1, 2);

        assertThat(MasterHealth.judge(set.sight(), Duration.ofMillis(3_999))).isInstanceOf(Verdict.Suspected.class);
        assertThat(MasterHealth.judge(set.sight(), Duration.ofSeconds(4))).isInstanceOf(Verdict.Dead.class);
    }

    @Test
    void a_replication_link_that_is_down_for_the_timeout_is_a_vote() {
        SetSketch set = SetSketch.running(3).with(0, NodeSketch::silent);
        for (int voter : new int[] {1, 2}) {
            set.node(voter).linkStatus = LinkStatus.DOWN;
            set.node(voter).linkDownMillis = 2_000;
        }
        assertThat(isDead(set)).isFalse();

        set.node(1).linkDownMillis = 2_001;
        set.node(2).linkDownMillis = 2_001;

        assertThat(isDead(set)).isTrue();
    }

    @Test
    void a_link_to_another_replica_says_nothing_of_the_master() {
        SetSketch set = SetSketch.running(3).chain().with(0, NodeSketch::silent);
        set.node(1).linkStatus = LinkStatus.DOWN;
        set.node(1).linkDownMillis = 10_000;
        set.node(2).upstream = Optional.of(SetSketch.address(1).toString());
        set.node(2).linkStatus = LinkStatus.DOWN;
        set.node(2).linkDownMillis = 10_000;

        assertThat(isDead(set)).isFalse();
    }

    @Test
    void tells_for_how_long_the_master_was_silent_as_far_as_the_voters_know() {
        SetSketch set = losesConnection(SetSketch.running(3), 1).with(0, NodeSketch::silent);
        set.node(2).hears(0, false, 400);

        assertThat(judge(set))
                .isEqualTo(new Verdict.Dead("cache-0: 2 of 2 other voters do not hear it, it does not answer", 100));
    }

    // ------------------------------------------------------------------ voters that never heard it

    @Test
    void a_voter_that_started_after_the_master_was_gone_votes_as_a_second_witness() {
        SetSketch set = losesConnection(SetSketch.running(3), 1).with(0, NodeSketch::silent);
        set.node(2).startedAgain();
        set.node(2).hears(0, false, -1);

        assertThat(isDead(set)).isTrue();
    }

    @Test
    void so_it_does_where_it_follows_a_replica_that_lives() {
        SetSketch set = losesConnection(SetSketch.running(3).chain(), 1).with(0, NodeSketch::silent);
        set.node(2).upstream = Optional.of(SetSketch.address(1).toString());
        set.node(2).hears(0, false, -1);

        assertThat(isDead(set)).isTrue();
    }

    @Test
    void a_voter_that_has_only_just_started_speaks_against_no_master_that_answers() {
        SetSketch set = SetSketch.running(3);
        for (int voter : new int[] {1, 2}) {
            set.node(voter).startedAgain();
            set.node(voter).peers.clear();
        }

        assertThat(judge(set)).isEqualTo(new Verdict.Healthy());
    }

    @Test
    void in_the_first_moments_nobody_has_met_the_master_and_it_is_not_ready() {
        SetSketch set = unready(SetSketch.running(3));
        for (int voter : new int[] {1, 2}) {
            set.node(voter).linkStatus = LinkStatus.DOWN;
            set.node(voter).linkDownMillis = 100;
            set.node(voter).hears(0, false, -1);
        }

        assertThat(isSuspected(set)).isTrue();
    }

    @Test
    void a_voter_whose_link_to_the_master_is_up_hears_it_whatever_its_monitor_says() {
        SetSketch set = losesConnection(SetSketch.running(3), 1).with(0, NodeSketch::silent);
        set.node(2).hears(0, false, -1);

        assertThat(isDead(set)).isFalse();
    }

    @Test
    void a_master_whose_node_does_not_exist_is_dead_although_all_were_told_to_forget_it() {
        assertThat(isDead(SetSketch.running(3).without(0))).isTrue();
        assertThat(isDead(SetSketch.running(2).without(0))).isTrue();
        assertThat(isDead(SetSketch.running(1).without(0))).isTrue();
    }

    // ------------------------------------------------------------------ two, and one

    @Test
    void of_two_voters_the_other_one_decides_with_readiness_and_probe() {
        SetSketch voted = losesConnection(SetSketch.running(2), 1);
        assertThat(isDead(voted)).isFalse();
        assertThat(isDead(unready(losesConnection(SetSketch.running(2), 1)))).isFalse();
        assertThat(isDead(losesConnection(SetSketch.running(2), 1).with(0, NodeSketch::silent)))
                .isFalse();

        assertThat(isDead(unready(losesConnection(SetSketch.running(2), 1)).with(0, NodeSketch::silent)))
                .isTrue();
    }

    @Test
    void of_two_voters_the_votes_alone_depose_never() {
        assertThat(isDead(hearsNothingFor(SetSketch.running(2), 60_000, 1))).isFalse();
    }

    @Test
    void of_two_voters_readiness_and_probe_are_not_enough_while_the_other_one_hears_it() {
        assertThat(isDead(unready(SetSketch.running(2)).with(0, NodeSketch::silent)))
                .isFalse();
    }

    @Test
    void a_lone_voter_is_dead_by_readiness_and_probe() {
        assertThat(isDead(unready(SetSketch.running(1)))).isFalse();
        assertThat(isDead(SetSketch.running(1).with(0, NodeSketch::silent))).isFalse();

        assertThat(isDead(unready(SetSketch.running(1)).with(0, NodeSketch::silent)))
                .isTrue();
    }

    @Test
    void the_first_voters_judge_the_first_master_although_they_are_not_settled() {
        SetSketch set = losesConnection(SetSketch.running(3), 1, 2).with(0, NodeSketch::silent);
        set.record(record -> record.withVoters(VoterGroup.NONE, Optional.of(set.groupOf(0, 1, 2))));

        assertThat(isDead(set)).isTrue();
    }
}
