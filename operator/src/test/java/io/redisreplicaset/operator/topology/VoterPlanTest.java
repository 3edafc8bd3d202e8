package io.redisreplicaset.operator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class VoterPlanTest {
    private static List<String> wantedVoters(SetSketch set) {
        return VoterPlan.wish(set.sight()).stream()
                .flatMap(wish -> ((Wish.ChangeVoters) wish).group().voters().stream())
                .map(Voter::nodeId)
                .toList();
    }

    /// A synced node on a new disk under that name.
    private static void isReplaced(SetSketch set, int ordinal) {
        set.node(ordinal).onNewDisk().asReplicaIn(1, 0);
    }

    @Test
    void a_set_that_is_complete_wants_nothing() {
        assertThat(VoterPlan.wish(SetSketch.running(3).sight())).isEmpty();
    }

    @Test
    void a_synced_node_without_a_vote_gets_one() {
        SetSketch set = SetSketch.running(3).learner(3);
        set.replicas = 4;

        assertThat(wantedVoters(set)).containsExactly("disk-0", "disk-1", "disk-2", "disk-3");
    }

    @Test
    void a_node_that_is_not_synced_yet_gets_none() {
        SetSketch set = SetSketch.running(3).learner(3).with(3, node -> node.synced = false);
        set.replicas = 4;

        assertThat(wantedVoters(set)).isEmpty();
    }

    @Test
    void a_node_that_cannot_prove_what_it_holds_gets_none() {
        SetSketch set = SetSketch.running(3).learner(3).with(3, node -> node.intact = false);
        set.replicas = 4;

        assertThat(wantedVoters(set)).isEmpty();
    }

    @Test
    void one_voter_comes_at_a_time() {
        SetSketch set = SetSketch.running(3).learner(3).learner(4);
        set.replicas = 5;

        assertThat(wantedVoters(set)).hasSize(4);
    }

    @Test
    void a_lost_disk_is_replaced_by_the_one_that_came_under_its_name() {
        SetSketch set = SetSketch.running(3);
        isReplaced(set, 1);

        assertThat(wantedVoters(set)).containsExactly("disk-0", "disk-1b", "disk-2");
    }

    @Test
    void a_lost_disk_is_not_replaced_before_its_successor_is_synced() {
        SetSketch set = SetSketch.running(3).with(1, NodeSketch::onNewDisk);

        assertThat(wantedVoters(set)).isEmpty();
    }

    @Test
    void a_replacement_comes_before_an_addition() {
        SetSketch set = SetSketch.running(3).learner(3);
        set.replicas = 4;
        isReplaced(set, 2);

        assertThat(wantedVoters(set)).containsExactly("disk-0", "disk-1", "disk-2b");
    }

    @Test
    void a_node_that_is_scaled_away_loses_its_vote_the_highest_ordinal_first() {
        SetSketch set = SetSketch.running(5);
        set.replicas = 3;

        assertThat(wantedVoters(set)).containsExactly("disk-0", "disk-1", "disk-2", "disk-3");
    }

    @Test
    void the_master_keeps_its_vote_until_it_is_master_no_more() {
        SetSketch set = SetSketch.running(3);
        set.record(record -> record.withMaster(new MasterRecord(set.voter(2), 1), 1));
        set.node(0).asReplicaIn(1, 2);
        set.node(2).asMasterOf(1, set.groupOf(0, 1, 2));
        set.replicas = 2;

        assertThat(VoterPlan.wish(set.sight())).isEmpty();
    }

    @Test
    void nothing_is_changed_while_a_change_is_unfinished() {
        SetSketch set = SetSketch.running(3).learner(3);
        set.replicas = 4;
        set.record(record -> record.withVoters(record.config(), Optional.of(set.groupOf(0, 1))));

        assertThat(VoterPlan.wish(set.sight())).isEmpty();
    }

    @Test
    void nothing_is_begun_that_could_not_be_committed() {
        SetSketch set =
                SetSketch.running(3).with(1, node -> node.synced = false).with(2, NodeSketch::silent);
        set.replicas = 2;

        assertThat(VoterPlan.wish(set.sight())).isEmpty();
    }

    @Test
    void another_write_quorum_is_a_change_of_voters() {
        SetSketch set = SetSketch.running(3);
        set.writeQuorum = OptionalInt.of(3);

        Wish wish = VoterPlan.wish(set.sight()).orElseThrow();

        assertThat(((Wish.ChangeVoters) wish).group().writeQuorum()).isEqualTo(3);
        assertThat(wish.reason()).isEqualTo("the write quorum changes from 2 to 3");
    }

    @Test
    void where_no_single_step_can_be_committed_all_are_taken_at_once() {
        SetSketch set = SetSketch.running(4);
        set.writeQuorum = OptionalInt.of(4);
        set.record(record -> record.withVoters(set.groupOf(0, 1, 2, 3), Optional.empty()));
        isReplaced(set, 2);
        isReplaced(set, 3);

        assertThat(wantedVoters(set)).containsExactly("disk-0", "disk-1", "disk-2b", "disk-3b");
    }

    @Test
    void two_nodes_that_are_scaled_away_and_lost_go_together_where_the_quorum_leaves_no_other_way() {
        SetSketch set = SetSketch.running(5).without(3).without(4);
        set.writeQuorum = OptionalInt.of(4);
        set.record(record -> record.withVoters(set.groupOf(0, 1, 2, 3, 4), Optional.empty()));
        set.replicas = 3;

        assertThat(wantedVoters(set)).containsExactly("disk-0", "disk-1", "disk-2");
    }

    @Test
    void the_node_that_is_replaced_next_gets_no_vote_before_that() {
        SetSketch set = SetSketch.running(3).learner(3);
        set.replicas = 4;
        set.revision = "r2";

        assertThat(wantedVoters(set)).isEmpty();
    }

    @Test
    void a_node_that_an_update_will_replace_later_gets_its_vote_or_the_update_could_never_go_on() {
        SetSketch set = SetSketch.running(3).learner(3).learner(4);
        set.replicas = 5;
        set.revision = "r2";

        assertThat(wantedVoters(set)).containsExactly("disk-0", "disk-1", "disk-2", "disk-3");
    }

    @Test
    void the_way_out_of_two_groups_that_cannot_commit_is_a_third_one_that_can() {
        SetSketch set = SetSketch.running(3);
        VoterGroup lost = new VoterGroup(
                IntStream.range(0, 3)
                        .mapToObj(i -> i == 0 ? set.voter(0) : new Voter("lost-" + i, SetSketch.name(i)))
                        .toList(),
                2);
        set.record(record -> record.withVoters(VoterGroup.NONE, Optional.of(lost)));

        Wish wish = VoterPlan.wayOut(set.sight(), lost).orElseThrow();

        assertThat(((Wish.ChangeVoters) wish).group().nodeIds())
                .containsExactlyInAnyOrder("disk-0", "disk-1", "disk-2");
    }

    @Test
    void there_is_no_way_out_into_one_of_the_groups_themselves() {
        SetSketch set = SetSketch.running(3);
        set.record(record -> record.withVoters(set.groupOf(0, 1), Optional.of(set.groupOf(0, 1, 2))));

        assertThat(VoterPlan.wayOut(set.sight(), set.groupOf(0, 1))).isEmpty();
    }
}
