package io.redisreplicaset.operator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TopologyPlannerTest {
    private static Plan plan(SetSketch set) {
        Sight sight = set.sight();
        return TopologyPlanner.plan(sight, master(sight));
    }

    private static Plan carefulPlan(SetSketch set) {
        Sight sight = set.sight();
        return TopologyPlanner.carefulPlan(sight, master(sight));
    }

    private static ObservedNode master(Sight sight) {
        return sight.observed()
                .node(sight.record().master().orElseThrow().node().name())
                .orElseThrow();
    }

    private static <A extends Action> List<A> actions(Plan plan, Class<A> kind) {
        return plan.actions().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static List<Reason> events(Plan plan) {
        return actions(plan, Action.Emit.class).stream()
                .map(Action.Emit::reason)
                .toList();
    }

    @Test
    void a_set_that_is_as_it_should_be_gives_an_empty_plan() {
        Plan plan = plan(SetSketch.running(3));

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.wish()).isEmpty();
    }

    // ------------------------------------------------------------------ nodes

    @Test
    void wanted_nodes_that_do_not_exist_are_made() {
        SetSketch set = SetSketch.running(3).without(2);
        set.replicas = 4;

        assertThat(actions(plan(set), Action.CreateNode.class))
                .containsExactly(new Action.CreateNode("cache-2", "r1"), new Action.CreateNode("cache-3", "r1"));
    }

    @Test
    void a_node_that_is_scaled_away_is_deleted_when_it_has_no_vote_any_more() {
        SetSketch set = SetSketch.running(3).learner(3);
        set.replicas = 3;

        assertThat(actions(plan(set), Action.DeleteNode.class))
                .containsExactly(new Action.DeleteNode("cache-3", "scaled away"));
    }

    @Test
    void a_node_with_a_vote_is_not_deleted() {
        SetSketch set = SetSketch.running(3);
        set.replicas = 2;

        assertThat(actions(plan(set), Action.DeleteNode.class)).isEmpty();
        assertThat(plan(set).wish()).isPresent();
    }

    @Test
    void a_node_with_a_vote_in_an_unfinished_group_is_not_deleted() {
        SetSketch set = SetSketch.running(3).learner(3);
        set.record(record -> record.withVoters(record.config(), Optional.of(set.groupOf(0, 1, 2, 3))));
        set.replicas = 3;

        assertThat(actions(plan(set), Action.DeleteNode.class)).isEmpty();
    }

    @Test
    void the_master_is_relieved_before_it_is_scaled_away() {
        SetSketch set = SetSketch.running(3);
        set.record(record -> record.withVoters(set.groupOf(0, 1), Optional.empty())
                .withMaster(new MasterRecord(set.voter(2), 1), 1));
        set.node(0).asReplicaIn(1, 2);
        set.node(2).asMasterOf(1, set.groupOf(0, 1));
        set.replicas = 2;

        Plan plan = plan(set);

        assertThat(actions(plan, Action.DeleteNode.class)).isEmpty();
        assertThat(plan.wish()).contains(new Wish.Switchover(Optional.empty(), "scale-down of the master's node"));
    }

    // ------------------------------------------------------------------ follow

    @Test
    void a_node_that_follows_nobody_is_told_whom_to_follow() {
        SetSketch set = SetSketch.running(3).with(1, node -> {
            node.startedAgain();
            node.label = Optional.of(NodeRole.JOINING);
        });

        assertThat(actions(plan(set), Action.Follow.class))
                .containsExactly(new Action.Follow("cache-1", 1, "cache-0", SetSketch.address(0)));
        assertThat(events(plan(set))).containsExactly(Reason.REPLICA_REPOINTED);
    }

    @Test
    void a_replica_at_home_is_not_told_again_even_while_its_link_is_down() {
        SetSketch set = SetSketch.running(3).with(1, node -> {
            node.linkStatus = LinkStatus.DOWN;
            node.synced = false;
        });

        assertThat(actions(plan(set), Action.Follow.class)).isEmpty();
    }

    @Test
    void a_replica_of_the_right_address_in_an_earlier_epoch_is_told_the_later_one() {
        SetSketch set = SetSketch.running(3)
                .record(record -> record.withMaster(
                        new MasterRecord(record.master().orElseThrow().node(), 2), 1));
        set.node(0).asMasterOf(2, set.groupOf(0, 1, 2));

        assertThat(actions(plan(set), Action.Follow.class)).hasSize(2).allMatch(follow -> follow.epoch() == 2);
        assertThat(events(plan(set))).doesNotContain(Reason.REPLICA_REPOINTED);
    }

    @Test
    void a_master_of_an_earlier_epoch_is_demoted_and_told_of() {
        SetSketch set = SetSketch.running(3).with(2, node -> {
            node.role = NodeRole.MASTER;
            node.epoch = 0;
            node.label = Optional.of(NodeRole.FENCED);
        });

        assertThat(actions(plan(set), Action.Follow.class)).hasSize(1);
        assertThat(events(plan(set))).containsExactly(Reason.STALE_MASTER_DEMOTED);
    }

    @Test
    void a_node_that_promised_a_later_epoch_is_not_asked_to_break_that() {
        SetSketch set = SetSketch.running(3).with(1, node -> node.promised(5));

        assertThat(actions(plan(set), Action.Follow.class)).isEmpty();
    }

    @Test
    void a_node_that_has_just_refused_is_left_alone_for_a_while() {
        SetSketch set = SetSketch.running(3).with(1, node -> {
            node.startedAgain();
            node.refusal = Optional.of(new Refusal("FOLLOW", 1, "STALEEPOCH promised 5", SetSketch.NOW));
        });
        assertThat(actions(plan(set), Action.Follow.class)).isEmpty();

        set.later(Deadlines.COMMAND_RETRY);

        assertThat(actions(plan(set), Action.Follow.class)).hasSize(1);
    }

    @Test
    void a_node_that_does_not_answer_is_not_told_anything() {
        SetSketch set = SetSketch.running(3).with(1, NodeSketch::silent);

        assertThat(plan(set).actions()).isEmpty();
    }

    // ------------------------------------------------------------------ peers and labels

    @Test
    void every_node_is_told_of_all_others() {
        SetSketch set = SetSketch.running(3).with(1, node -> node.peers.clear());

        assertThat(actions(plan(set), Action.Peers.class))
                .containsExactly(new Action.Peers(
                        "cache-1",
                        List.of(
                                new Action.Peer("cache-0", SetSketch.address(0)),
                                new Action.Peer("cache-2", SetSketch.address(2)))));
    }

    @Test
    void a_peer_whose_address_changed_is_told_anew() {
        SetSketch set = SetSketch.running(2).with(1, node -> node.address = Optional.of(SetSketch.address(9)));

        assertThat(actions(plan(set), Action.Peers.class))
                .containsExactly(
                        new Action.Peers("cache-0", List.of(new Action.Peer("cache-1", SetSketch.address(9)))));
    }

    @Test
    void clients_are_led_to_the_recorded_master() {
        SetSketch set = SetSketch.running(3).with(0, node -> node.label = Optional.of(NodeRole.FENCED));

        assertThat(actions(plan(set), Action.Label.class))
                .containsExactly(new Action.Label("cache-0", NodeRole.MASTER));
    }

    @Test
    void clients_are_never_led_to_a_node_that_only_believes_to_be_master() {
        SetSketch set = SetSketch.running(3).with(2, node -> node.role = NodeRole.MASTER);

        assertThat(actions(plan(set), Action.Label.class))
                .containsExactly(new Action.Label("cache-2", NodeRole.FENCED));
    }

    // ------------------------------------------------------------------ wishes

    @Test
    void a_node_that_promised_an_epoch_without_a_master_is_freed_by_a_later_one() {
        SetSketch set = SetSketch.running(3).with(1, node -> node.promised(5));

        Wish wish = plan(set).wish().orElseThrow();

        assertThat(wish).isInstanceOf(Wish.ChangeVoters.class);
        assertThat(((Wish.ChangeVoters) wish).group().isSameAs(set.groupOf(0, 1, 2)))
                .isTrue();
        assertThat(wish.reason()).isEqualTo("cache-1 promised a later epoch than the master's");
    }

    @Test
    void a_master_that_is_about_to_end_is_relieved() {
        SetSketch shuttingDown = SetSketch.running(3).with(0, node -> node.shuttingDown = true);
        SetSketch deleted = SetSketch.running(3).with(0, node -> node.deleting = true);

        Wish wanted = new Wish.Switchover(Optional.empty(), "cache-0 is shutting down");
        assertThat(plan(shuttingDown).wish()).contains(wanted);
        assertThat(plan(deleted).wish()).contains(wanted);
    }

    @Test
    void a_master_that_is_about_to_end_stays_where_nobody_can_take_over() {
        SetSketch set =
                SetSketch.running(2).with(0, node -> node.shuttingDown = true).with(1, NodeSketch::silent);

        assertThat(plan(set).wish()).isEmpty();
    }

    @Test
    void the_user_names_the_next_master() {
        SetSketch set = SetSketch.running(3);
        set.switchoverTo = Optional.of("cache-2");

        assertThat(plan(set).wish())
                .contains(new Wish.Switchover(Optional.of("cache-2"), "asked for by switchover-to"));
    }

    @Test
    void a_wish_for_the_master_that_is_or_for_a_node_that_cannot_be_is_not_granted() {
        SetSketch set = SetSketch.running(3).with(2, node -> node.synced = false);
        set.switchoverTo = Optional.of("cache-0");
        assertThat(plan(set).wish()).isEmpty();

        set.switchoverTo = Optional.of("cache-2");
        assertThat(plan(set).wish()).isEmpty();

        set.switchoverTo = Optional.of("cache-7");
        assertThat(plan(set).wish()).isEmpty();
    }

    @Test
    void the_user_does_not_get_a_master_that_is_about_to_be_replaced() {
        SetSketch set = SetSketch.running(3).with(2, node -> node.revision = "r2");
        set.revision = "r2";
        set.switchoverTo = Optional.of("cache-1");
        assertThat(plan(set).wish()).isEmpty();

        set.node(1).revision = "r2";
        assertThat(plan(set).wish()).isPresent();
    }

    @Test
    void voters_come_before_an_update() {
        SetSketch set = SetSketch.running(3).learner(3);
        set.replicas = 4;
        set.node(3).revision = "r2";
        set.revision = "r2";

        assertThat(plan(set).wish().orElseThrow()).isInstanceOf(Wish.ChangeVoters.class);
        assertThat(actions(plan(set), Action.DeleteNode.class)).isEmpty();
    }

    // ------------------------------------------------------------------ care

    @Test
    void nobody_is_taken_from_a_suspected_master() {
        SetSketch set = SetSketch.running(3).learner(3);
        set.replicas = 3;

        assertThat(actions(carefulPlan(set), Action.DeleteNode.class)).isEmpty();
        assertThat(carefulPlan(set).wish()).isEmpty();
    }

    @Test
    void a_suspected_master_may_be_relieved() {
        SetSketch set = SetSketch.running(3).with(0, node -> node.shuttingDown = true);

        assertThat(carefulPlan(set).wish()).isPresent();
    }

    @Test
    void while_nothing_is_settled_nodes_are_made_and_learn_of_each_other_and_no_more() {
        SetSketch set = SetSketch.running(3).without(2).with(1, NodeSketch::startedAgain);
        set.node(1).label = Optional.of(NodeRole.MASTER);
        set.node(0).peers.clear();

        List<Action> actions = TopologyPlanner.whileUnsettled(set.sight());

        assertThat(actions).hasExactlyElementsOfTypes(Action.CreateNode.class, Action.Emit.class, Action.Peers.class);
    }
}
