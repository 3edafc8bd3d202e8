package io.redisreplicaset.datanode.membership;

import static io.redisreplicaset.datanode.membership.NodeUnderTest.COORDINATOR;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.ONE;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.SELF;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.SET;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.THREE_VOTERS;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.TWO;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.membership.Effect.AppendMarker;
import io.redisreplicaset.datanode.membership.Effect.CloseUpstream;
import io.redisreplicaset.datanode.membership.Effect.Notify;
import io.redisreplicaset.datanode.membership.Effect.ShiftReplicationId;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PromoteTest {
    @Test
    void shifts_the_replication_id_then_appends_the_marker() {
        NodeUnderTest node = NodeUnderTest.async().asReplicaIn(1);
        node.fence(2);
        node.effects.clear();

        node.promote(2);

        assertThat(node.kindsOfEffects())
                .containsSubsequence(CloseUpstream.class, ShiftReplicationId.class, AppendMarker.class, Notify.class);
        assertThat(node.effects).contains(new AppendMarker(new HistoryMarker(SET, 2, THREE_VOTERS, 2, 2)));
        assertThat(node.status().role()).isEqualTo(Role.MASTER);
        assertThat(node.status().epoch()).isEqualTo(2);
        assertThat(node.status().historyEpoch()).isEqualTo(2);
        assertThat(node.status().voters()).isEqualTo(THREE_VOTERS);
        assertThat(node.status().writesOpen()).isTrue();
    }

    @Test
    void writes_wait_until_the_marker_is_in_the_stream() {
        NodeUnderTest node = NodeUnderTest.async();
        node.fence(1);

        Outcome outcome = node.node.promote(SET, 1, COORDINATOR, 2, THREE_VOTERS);

        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        assertThat(node.writesAreOpen()).isFalse();
        assertThat(node.node.writeVerdict(node.now)).isEqualTo(new WriteVerdict.Park());
        node.carryOut(node.node.markerAppended(100, node.now));
        assertThat(node.writesAreOpen()).isTrue();
    }

    @Test
    void the_only_voter_is_a_majority_by_itself() {
        NodeUnderTest node = NodeUnderTest.closingWhenIsolated();
        node.fence(1);

        node.accept(node.node.promote(SET, 1, COORDINATOR, 1, List.of(SELF)));

        assertThat(node.writesAreOpen()).isTrue();
        assertThat(node.status().committedEpoch()).isEqualTo(1);
    }

    @Test
    void keeps_the_root_of_the_data_that_it_holds() {
        NodeUnderTest node = NodeUnderTest.async().asReplicaIn(3);
        node.carryOut(node.node.markerApplied(new HistoryMarker(SET, 3, THREE_VOTERS, 2, 1), 100));
        node.offset = 100;
        node.fence(4);

        node.promote(4);

        assertThat(node.status().rootEpoch()).isEqualTo(1);
    }

    @Test
    void refuses_without_a_promise() {
        assertThat(error(NodeUnderTest.async().node.promote(SET, 1, COORDINATOR, 2, THREE_VOTERS)))
                .isEqualTo("NOPROMISE epoch 1 was not promised to operator/1 by this process; promised 0 to ''");
    }

    @Test
    void refuses_another_coordinator_and_another_epoch() {
        NodeUnderTest node = NodeUnderTest.async();
        node.fence(2);

        assertThat(error(node.node.promote(SET, 2, "operator/2", 2, THREE_VOTERS)))
                .startsWith("NOPROMISE");
        assertThat(error(node.node.promote(SET, 3, COORDINATOR, 2, THREE_VOTERS)))
                .startsWith("NOPROMISE");
        assertThat(error(node.node.promote(SET, 1, COORDINATOR, 2, THREE_VOTERS)))
                .isEqualTo("STALEEPOCH promised 2 to operator/1");
    }

    @Test
    void refuses_under_a_promise_that_is_not_on_disk_yet() {
        NodeUnderTest node = NodeUnderTest.async();
        node.diskIsSlow = true;
        node.fence(1);

        assertThat(error(node.node.promote(SET, 1, COORDINATOR, 2, THREE_VOTERS)))
                .startsWith("NOPROMISE");
    }

    @Test
    void refuses_under_a_promise_that_an_earlier_process_made() {
        NodeUnderTest before = NodeUnderTest.quorum();
        before.fence(5);
        NodeUnderTest after = NodeUnderTest.restarted(before.disk, LoadedHistory.nothing());

        assertThat(error(after.node.promote(SET, 5, COORDINATOR, 2, THREE_VOTERS)))
                .isEqualTo(
                        "NOPROMISE epoch 5 was not promised to operator/1 by this process; promised 5 to 'operator/1'");
        // Repeating the fence is harmless, and does not make it good either.
        after.fence(5);
        assertThat(error(after.node.promote(SET, 5, COORDINATOR, 2, THREE_VOTERS)))
                .startsWith("NOPROMISE");
    }

    @Test
    void refuses_to_begin_a_second_history_in_the_epoch_that_it_was_master_of_before_a_crash() {
        NodeUnderTest master = NodeUnderTest.quorum().asMasterOf(5);
        NodeUnderTest after = NodeUnderTest.restarted(master.disk, LoadedHistory.nothing());

        after.fence(5);

        assertThat(error(after.node.promote(SET, 5, COORDINATOR, 2, THREE_VOTERS)))
                .startsWith("NOPROMISE");
    }

    @Test
    void repeating_it_is_harmless() {
        NodeUnderTest master = NodeUnderTest.async().asMasterOf(1);

        master.promote(1);

        assertThat(master.effects).isEmpty();
    }

    @Test
    void refuses_voters_that_leave_this_node_out() {
        NodeUnderTest node = NodeUnderTest.async();
        node.fence(1);

        assertThat(error(node.node.promote(SET, 1, COORDINATOR, 2, List.of(ONE, TWO))))
                .startsWith("ERR voters: wanted this node's id " + SELF);
    }

    @Test
    void refuses_a_write_quorum_that_the_voters_cannot_reach_and_changes_nothing() {
        NodeUnderTest node = NodeUnderTest.async();
        node.fence(1);

        assertThat(error(node.node.promote(SET, 1, COORDINATOR, 4, THREE_VOTERS)))
                .isEqualTo("ERR writeQuorum: wanted 1 to 3 (the voters), got 4");
        assertThat(node.status().role()).isEqualTo(Role.FENCED);
        node.promote(1);
        assertThat(node.status().role()).isEqualTo(Role.MASTER);
    }

    @Test
    void tells_when_the_marker_is_committed() {
        NodeUnderTest master = NodeUnderTest.async().asMasterOf(1);
        assertThat(master.status().committedEpoch()).isZero();

        master.carryOut(master.node.acked(ONE, 1, master.offset));

        assertThat(master.effects).containsExactly(new Notify(StatusEvent.COMMITTED));
        assertThat(master.status().committedEpoch()).isEqualTo(1);
        assertThat(master.status().committedOffset()).isEqualTo(master.offset);
        master.effects.clear();
        master.write();
        master.carryOut(master.node.acked(TWO, 1, master.offset));
        assertThat(master.effects).isEmpty();
    }

    @Test
    void a_re_promoted_master_still_knows_the_epoch_that_was_committed_before() {
        NodeUnderTest master = NodeUnderTest.async().asMasterOf(1);
        master.carryOut(master.node.acked(ONE, 1, master.offset));
        master.fence(2);

        master.promote(2);

        assertThat(master.status().committedEpoch()).isEqualTo(1);
        assertThat(master.status().committedOffset()).isZero();
    }

    @Test
    void a_promoted_node_is_intact() {
        NodeUnderTest before = NodeUnderTest.quorum().asReplicaIn(1);
        NodeUnderTest node = NodeUnderTest.restarted(before.disk, LoadedHistory.nothing());
        assertThat(node.status().intact()).isFalse();

        node.fence(2);
        node.promote(2);

        assertThat(node.status().intact()).isTrue();
    }
}
