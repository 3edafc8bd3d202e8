package io.redisreplicaset.operator.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.Attempt.Kind;
import io.redisreplicaset.operator.topology.Attempt.Stage;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.SetSketch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A step that breaks a rule is never carried out, whoever made it.
final class SafetyRulesTest {
    private final SetSketch set = SetSketch.running(3);
    private final List<String> disks = List.of("disk-0", "disk-1", "disk-2");

    private void promoting() {
        Attempt attempt = set.attempt(2, Kind.FAILOVER, Stage.FENCING);
        set.record(record -> record.withAttempt(Optional.of(attempt))
                .withTarget(attempt.promoting(set.voter(1), record.config()), 1));
    }

    private void check(Action... actions) {
        FailoverStep step = new FailoverStep(
                List.of(actions),
                CoordinatorMemory.fresh(SetSketch.COORDINATOR, SetSketch.NOW),
                Phase.RUNNING,
                "a test");
        assertThat(SafetyRules.checked(set.sight(), step)).isEqualTo(step);
    }

    private void refuses(String rule, Action... actions) {
        assertThatThrownBy(() -> check(actions))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(rule);
    }

    private Action save(SetRecord record) {
        return new Action.SaveRecord(set.record.version(), record, List.of());
    }

    @Test
    void what_hurts_nobody_passes() {
        check(
                new Action.Follow("cache-1", 1, "cache-0", SetSketch.address(0)),
                new Action.Pause("cache-0", 100),
                new Action.Peers("cache-0", List.of()),
                new Action.Ask("cache-0"),
                new Action.CreateNode("cache-3", "r1"),
                new Action.WaitUntil(SetSketch.NOW, "a test"));
    }

    @Test
    void refuses_two_writes_of_the_record_in_one_step() {
        refuses("at most once", save(set.record), save(set.record.withUpdatingTo(Optional.of("r2"))));
    }

    @Test
    void refuses_to_replace_a_record_that_was_not_read() {
        refuses("replaces the one that was read", new Action.SaveRecord("v6", set.record, List.of()));
    }

    @Test
    void refuses_a_record_that_forgets_an_epoch() {
        promoting();

        refuses("the reserved epoch never goes down", save(SetSketch.running(3).record));
        SetRecord untargeted =
                SetSketch.running(3).record.withAttempt(Optional.of(set.attempt(2, Kind.FAILOVER, Stage.FENCING)));
        refuses("the targeted epoch never goes down", save(untargeted));
    }

    @Test
    void refuses_an_attempt_in_an_epoch_that_was_reserved_before() {
        set.record(record -> record.withAttempt(Optional.of(set.attempt(3, Kind.FAILOVER, Stage.FENCING)))
                .withAttempt(Optional.empty()));

        refuses(
                "every attempt has an epoch of its own",
                save(set.record.withAttempt(Optional.of(set.attempt(3, Kind.FAILOVER, Stage.FENCING)))));
        check(save(set.record.withAttempt(Optional.of(set.attempt(4, Kind.FAILOVER, Stage.FENCING)))));
    }

    @Test
    void refuses_to_forget_that_a_set_was_begun() {
        SetRecord forgetful = new SetRecord(
                set.record.version(),
                set.record.epoch(),
                set.record.targetedEpoch(),
                0,
                set.record.config(),
                Optional.empty(),
                set.record.master(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty());

        refuses("a set that was begun stays begun", save(forgetful));
    }

    @Test
    void refuses_to_fence_without_a_reservation_of_ones_own() {
        refuses("only who reserved an epoch", new Action.Fence("cache-1", 2));

        promoting();
        check(new Action.Fence("cache-1", 2));
        refuses("only who reserved an epoch", new Action.Fence("cache-1", 3));
    }

    @Test
    void refuses_to_promote_what_is_not_written() {
        refuses("only the written target", new Action.Promote("cache-1", 2, 2, disks));

        promoting();
        check(new Action.Promote("cache-1", 2, 2, disks));
        refuses("only the written target", new Action.Promote("cache-2", 2, 2, disks));
        refuses("only the written target", new Action.Promote("cache-1", 3, 2, disks));
        refuses("only the written target", new Action.Promote("cache-1", 2, 1, disks));
        refuses("only the written target", new Action.Promote("cache-1", 2, 2, List.of("disk-1", "disk-2")));
    }

    @Test
    void refuses_to_promote_two() {
        promoting();

        refuses(
                "at most one node",
                new Action.Promote("cache-1", 2, 2, disks),
                new Action.Promote("cache-1", 2, 2, disks));
    }

    @Test
    void refuses_to_lead_clients_to_two_masters() {
        refuses(
                "labels at most one node as master",
                new Action.Label("cache-0", NodeRole.MASTER),
                new Action.Label("cache-1", NodeRole.MASTER));
    }

    @Test
    void refuses_to_delete_the_master() {
        refuses("the master is not deleted", new Action.DeleteNode("cache-0", "a test"));
    }

    @Test
    void the_only_node_may_go_where_its_disk_stays() {
        SetSketch alone = SetSketch.running(1);
        FailoverStep step = new FailoverStep(
                List.of(new Action.DeleteNode("cache-0", "a test")),
                CoordinatorMemory.fresh(SetSketch.COORDINATOR, SetSketch.NOW),
                Phase.UPDATING,
                "a test");

        assertThat(SafetyRules.checked(alone.sight(), step)).isEqualTo(step);
        alone.persistent = false;
        assertThatThrownBy(() -> SafetyRules.checked(alone.sight(), step)).hasMessageContaining("not deleted");
    }

    @Test
    void refuses_to_delete_for_good_what_has_a_vote() {
        check(new Action.DeleteNode("cache-2", "replaced"));

        set.replicas = 2;
        refuses("has no vote any more", new Action.DeleteNode("cache-2", "scaled away"));
    }

    @Test
    void refuses_to_delete_anything_while_an_attempt_is_open() {
        promoting();

        refuses("while an attempt is open", new Action.DeleteNode("cache-2", "replaced"));
    }
}
