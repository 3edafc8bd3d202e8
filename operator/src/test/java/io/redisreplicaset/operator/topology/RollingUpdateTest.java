package io.redisreplicaset.operator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RollingUpdateTest {
    /// All nodes are of revision r1, and r2 is wanted and recorded.
    private static SetSketch updating(int nodes) {
        SetSketch set = SetSketch.running(nodes);
        set.revision = "r2";
        return set.record(record -> record.withUpdatingTo(Optional.of("r2")));
    }

    private static Plan plan(SetSketch set) {
        Sight sight = set.sight();
        ObservedNode master = sight.observed()
                .node(sight.record().master().orElseThrow().node().name())
                .orElseThrow();
        return RollingUpdate.plan(sight, master);
    }

    private static List<String> deleted(SetSketch set) {
        return plan(set).actions().stream()
                .flatMap(action ->
                        action instanceof Action.DeleteNode(String node, String _) ? Stream.of(node) : Stream.empty())
                .toList();
    }

    private static List<Reason> events(Plan plan) {
        return plan.actions().stream()
                .flatMap(action -> switch (action) {
                    case Action.SaveRecord save -> save.events().stream();
                    case Action.Emit emit -> Stream.of(emit);
                    default -> Stream.<Action.Emit>empty();
                })
                .map(Action.Emit::reason)
                .toList();
    }

    @Test
    void a_set_at_its_revision_is_left_alone() {
        assertThat(plan(SetSketch.running(3)).actions()).isEmpty();
    }

    @Test
    void the_beginning_is_written_down_before_a_node_is_touched() {
        SetSketch set = SetSketch.running(3);
        set.revision = "r2";

        Plan plan = plan(set);

        assertThat(plan.actions()).hasSize(1);
        Action.SaveRecord save = (Action.SaveRecord) plan.actions().getFirst();
        assertThat(save.record().updatingTo()).contains("r2");
        assertThat(events(plan)).containsExactly(Reason.ROLLING_UPDATE_STARTED);
    }

    @Test
    void replicas_go_first_from_the_highest_ordinal_down_one_at_a_time() {
        assertThat(deleted(updating(3))).containsExactly("cache-2");
        assertThat(deleted(updating(3).with(2, node -> node.revision = "r2"))).containsExactly("cache-1");
    }

    @Test
    void the_next_one_waits_until_all_others_serve() {
        assertThat(deleted(updating(3).with(1, node -> node.synced = false))).isEmpty();
        assertThat(deleted(updating(3).with(1, NodeSketch::silent))).isEmpty();
        assertThat(deleted(updating(3).with(1, node -> node.deleting = true))).isEmpty();
        assertThat(deleted(updating(3).without(1))).isEmpty();
    }

    @Test
    void the_next_one_waits_until_the_others_have_been_stable_for_a_while() {
        SetSketch set = updating(3).with(1, node -> node.readySince = Optional.of(SetSketch.NOW));

        assertThat(deleted(set)).isEmpty();
        assertThat(deleted(set.later(Deadlines.STABLE))).containsExactly("cache-2");
    }

    @Test
    void the_next_one_waits_until_the_others_have_their_votes() {
        SetSketch set = updating(3);
        set.record(record -> record.withVoters(set.groupOf(0, 2), Optional.empty()));

        assertThat(deleted(set)).isEmpty();
    }

    @Test
    void the_next_one_waits_until_a_change_of_voters_is_committed() {
        SetSketch set = updating(3);
        set.record(record -> record.withVoters(record.config(), Optional.of(set.groupOf(0, 1))));

        assertThat(deleted(set)).isEmpty();
    }

    @Test
    void a_replica_that_does_not_serve_itself_is_replaced_all_the_same() {
        assertThat(deleted(updating(3).with(2, node -> node.synced = false))).containsExactly("cache-2");
    }

    @Test
    void a_voter_that_will_lose_its_disk_loses_its_vote_first() {
        SetSketch set = updating(3);
        set.persistent = false;

        Plan plan = plan(set);

        assertThat(plan.actions()).isEmpty();
        Wish.ChangeVoters wish = (Wish.ChangeVoters) plan.wish().orElseThrow();
        assertThat(wish.group().nodeIds()).containsExactlyInAnyOrder("disk-0", "disk-1");
    }

    @Test
    void in_mode_async_a_disk_may_go_with_its_vote() {
        SetSketch set = updating(3).async();
        set.persistent = false;

        assertThat(deleted(set)).containsExactly("cache-2");
    }

    @Test
    void the_master_is_relieved_when_all_others_are_done() {
        SetSketch set = updating(3).with(1, node -> node.revision = "r2").with(2, node -> node.revision = "r2");

        Plan plan = plan(set);

        assertThat(deleted(set)).isEmpty();
        assertThat(plan.wish()).contains(new Wish.Switchover(Optional.empty(), "rolling update of the master's node"));
    }

    @Test
    void the_only_node_is_replaced_where_its_disk_stays() {
        assertThat(deleted(updating(1))).containsExactly("cache-0");
    }

    @Test
    void the_only_node_is_not_replaced_where_its_data_would_be_lost() {
        SetSketch set = updating(1);
        set.persistent = false;

        assertThat(deleted(set)).isEmpty();
        assertThat(events(plan(set))).containsExactly(Reason.ROLLING_UPDATE_HALTED);
    }

    @Test
    void the_end_is_written_down_when_all_serve() {
        SetSketch set = updating(2).with(0, node -> node.revision = "r2").with(1, node -> node.revision = "r2");

        Plan plan = plan(set);

        assertThat(((Action.SaveRecord) plan.actions().getFirst()).record().updatingTo())
                .isEmpty();
        assertThat(events(plan)).containsExactly(Reason.ROLLING_UPDATE_COMPLETED);
    }

    @Test
    void the_end_waits_for_the_last_one_to_serve() {
        SetSketch set = updating(2)
                .with(0, node -> node.revision = "r2")
                .with(1, node -> node.revision = "r2")
                .with(1, node -> node.synced = false);
        set.node(1).seenSince = SetSketch.NOW;

        assertThat(plan(set).actions()).isEmpty();
    }

    @Test
    void a_replaced_node_that_does_not_come_to_serve_halts_the_update_and_is_told_of() {
        SetSketch set = updating(3).with(2, node -> node.revision = "r2").with(2, node -> node.synced = false);
        set.node(2).seenSince = SetSketch.NOW;
        assertThat(events(plan(set))).isEmpty();

        set.later(Deadlines.UPDATE_STEP);
        for (int i = 0; i < 3; i++) {
            set.node(i).askedAt = set.now;
        }

        assertThat(events(plan(set))).containsExactly(Reason.ROLLING_UPDATE_HALTED);
        assertThat(deleted(set)).isEmpty();
    }

    @Test
    void an_update_that_was_taken_back_before_a_node_was_touched_comes_to_its_end() {
        SetSketch set = updating(3);
        set.revision = SetSketch.REVISION;

        assertThat(events(plan(set))).containsExactly(Reason.ROLLING_UPDATE_COMPLETED);
    }

    @Test
    void a_newer_revision_in_the_middle_of_an_update_begins_it_anew() {
        SetSketch set = updating(3).with(2, node -> node.revision = "r2");
        set.revision = "r3";

        assertThat(events(plan(set))).containsExactly(Reason.ROLLING_UPDATE_STARTED);
    }
}
