package io.redisreplicaset.datanode.membership;

import static io.redisreplicaset.datanode.membership.NodeUnderTest.COORDINATOR;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.SECOND;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.SET;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.membership.Effect.CloseUpstream;
import io.redisreplicaset.datanode.membership.Effect.DropClients;
import io.redisreplicaset.datanode.membership.Effect.Notify;
import io.redisreplicaset.datanode.membership.Effect.ParkClients;
import io.redisreplicaset.datanode.membership.Effect.PersistMeta;
import io.redisreplicaset.datanode.membership.Effect.ReleaseClients;
import org.junit.jupiter.api.Test;

final class FenceTest {
    @Test
    void a_master_closes_first_and_writes_the_promise_to_disk_before_it_answers() {
        NodeUnderTest master = NodeUnderTest.async().asMasterOf(1);

        master.fence(2);

        assertThat(master.kindsOfEffects()).containsExactly(ParkClients.class, PersistMeta.class, Notify.class);
        assertThat(master.status().role()).isEqualTo(Role.FENCED);
        assertThat(master.writesAreOpen()).isFalse();
        assertThat(master.disk.orElseThrow().promisedEpoch()).isEqualTo(2);
        assertThat(master.disk.orElseThrow().promisedTo()).isEqualTo(COORDINATOR);
    }

    @Test
    void a_replica_leaves_the_master_of_the_lower_epoch_before_it_promises() {
        NodeUnderTest replica = NodeUnderTest.async().asReplicaIn(1);

        replica.fence(2);

        assertThat(replica.kindsOfEffects()).containsExactly(CloseUpstream.class, PersistMeta.class, Notify.class);
        assertThat(replica.status().role()).isEqualTo(Role.REPLICA);
    }

    @Test
    void a_replica_keeps_a_link_that_is_in_the_promised_epoch_already() {
        NodeUnderTest replica = NodeUnderTest.async().asReplicaIn(1);
        assertThat(replica.node.upstreamAnswered(2)).isTrue();

        replica.fence(2);

        assertThat(replica.kindsOfEffects()).containsExactly(PersistMeta.class, Notify.class);
    }

    @Test
    void a_node_that_was_told_nothing_becomes_fenced() {
        NodeUnderTest node = NodeUnderTest.async();

        node.fence(1);

        assertThat(node.status().role()).isEqualTo(Role.FENCED);
        assertThat(node.status().epoch()).isZero();
    }

    @Test
    void a_fenced_master_still_says_which_epoch_it_was_master_of() {
        NodeUnderTest master = NodeUnderTest.async().asMasterOf(4);

        master.fence(5);

        assertThat(master.status().epoch()).isEqualTo(4);
    }

    @Test
    void the_status_tells_a_promise_only_once_it_is_on_disk() {
        NodeUnderTest node = NodeUnderTest.async();
        node.diskIsSlow = true;

        node.fence(1);

        assertThat(node.status().promisedEpoch()).isZero();
        node.finishWriting(((PersistMeta) node.effects.get(1)).meta());
        assertThat(node.status().promisedEpoch()).isEqualTo(1);
    }

    @Test
    void a_repeated_fence_asks_for_the_disk_again_while_the_promise_is_not_on_it() {
        NodeUnderTest node = NodeUnderTest.async();
        node.diskIsSlow = true;
        node.fence(1);
        node.effects.clear();

        node.fence(1);

        assertThat(node.kindsOfEffects()).containsExactly(PersistMeta.class);
    }

    @Test
    void repeating_it_is_harmless() {
        NodeUnderTest master = NodeUnderTest.async().asMasterOf(1);

        master.fence(1);

        assertThat(master.effects).isEmpty();
        assertThat(master.writesAreOpen()).isTrue();
    }

    @Test
    void refuses_a_lower_epoch() {
        NodeUnderTest node = NodeUnderTest.async();
        node.fence(3);

        assertThat(error(node.node.fence(SET, 2, COORDINATOR, 0))).isEqualTo("STALEEPOCH promised 3 to operator/1");
    }

    @Test
    void refuses_the_same_epoch_for_another_coordinator() {
        NodeUnderTest node = NodeUnderTest.async();
        node.fence(3);

        assertThat(error(node.node.fence(SET, 3, "operator/2", 0))).isEqualTo("STALEEPOCH promised 3 to operator/1");
        assertThat(node.disk.orElseThrow().promisedTo()).isEqualTo(COORDINATOR);
    }

    @Test
    void refuses_another_set_a_wrong_epoch_and_a_coordinator_with_a_space() {
        NodeMembership node = NodeUnderTest.async().node;

        assertThat(error(node.fence("other", 1, COORDINATOR, 0)))
                .isEqualTo("WRONGSET This node belongs to set 'set-1'");
        assertThat(error(node.fence(SET, 0, COORDINATOR, 0)))
                .isEqualTo("ERR epoch: wanted a whole number from 1 up, got 0");
        assertThat(error(node.fence(SET, 1, "a b", 0)))
                .isEqualTo("ERR coordinator: wanted 1 to 128 printable characters without spaces, got 'a b'");
    }

    @Test
    void clients_wait_for_a_second_and_are_dropped_then() {
        NodeUnderTest master = NodeUnderTest.quorum().asMasterOf(1);
        master.fence(2);
        assertThat(master.node.writeVerdict(master.now)).isEqualTo(new WriteVerdict.Park());
        assertThat(master.node.readsAreParked()).isTrue();
        master.effects.clear();

        master.pass(SECOND - 1);
        assertThat(master.effects).isEmpty();
        assertThat(master.node.nextDeadlineNanos()).isEqualTo(master.now + 1);

        master.pass(1);
        assertThat(master.kindsOfEffects()).containsExactly(DropClients.class);
        assertThat(master.node.readsAreParked()).isFalse();
        assertThat(master.node.writeVerdict(master.now)).isEqualTo(new WriteVerdict.Refuse(Mastership.READONLY));
    }

    @Test
    void clients_go_on_where_the_same_node_is_promoted_again() {
        NodeUnderTest master = NodeUnderTest.async().asMasterOf(1);
        master.fence(2);
        master.effects.clear();

        master.promote(2);

        assertThat(master.kindsOfEffects())
                .containsSubsequence(Effect.AppendMarker.class, ReleaseClients.class)
                .doesNotContain(DropClients.class);
        assertThat(master.node.writeVerdict(master.now)).isEqualTo(new WriteVerdict.Execute());
    }

    @Test
    void clients_are_dropped_at_once_where_the_node_must_follow() {
        NodeUnderTest master = NodeUnderTest.async().asMasterOf(1);
        master.fence(2);
        master.effects.clear();

        master.accept(master.node.follow(SET, 2, "10.0.0.1", 6379));

        assertThat(master.effects.getFirst()).isEqualTo(new DropClients(Mastership.READONLY));
    }

    @Test
    void a_held_reply_is_not_released_by_an_ack_that_comes_after_the_promise() {
        NodeUnderTest master = NodeUnderTest.quorum().asMasterOf(1);
        master.write();
        master.fence(2);

        master.carryOut(master.node.acked(NodeUnderTest.ONE, 1, master.offset));

        assertThat(master.node.repliesReleasedUpToOffset()).isLessThan(master.offset);
    }

    @Test
    void a_held_reply_is_released_when_the_marker_of_the_next_epoch_is_committed() {
        NodeUnderTest master = NodeUnderTest.quorum().asMasterOf(1);
        master.write();
        long held = master.offset;
        master.fence(2);
        master.promote(2);
        assertThat(master.node.repliesReleasedUpToOffset()).isLessThan(held);

        master.carryOut(master.node.acked(NodeUnderTest.ONE, 2, master.offset));

        assertThat(master.node.repliesReleasedUpToOffset()).isGreaterThanOrEqualTo(held);
    }

    @Test
    void a_peer_that_promised_a_higher_epoch_ends_a_mastership() {
        NodeUnderTest master = NodeUnderTest.async().withTwoPeers().asMasterOf(1);

        master.hear("cache-1", NodeUnderTest.ONE, master.now, 2);

        assertThat(master.status().role()).isEqualTo(Role.FENCED);
        assertThat(master.kindsOfEffects()).startsWith(ParkClients.class);
        // Not a promise of its own, and not one to be taken back by a repeated PROMOTE.
        assertThat(master.status().promisedEpoch()).isEqualTo(1);
        assertThat(error(master.node.promote(SET, 1, COORDINATOR, 2, NodeUnderTest.THREE_VOTERS)))
                .startsWith("NOPROMISE");
    }

    @Test
    void a_peers_question_that_tells_of_a_higher_promise_ends_a_mastership_too() {
        NodeUnderTest master = NodeUnderTest.async().asMasterOf(1);

        master.accept(master.node.heartbeat(SET, 2, master.now));

        assertThat(master.status().role()).isEqualTo(Role.FENCED);
        assertThat(error(master.node.heartbeat("other", 2, master.now))).startsWith("WRONGSET");
    }

    @Test
    void a_replica_that_comes_with_a_higher_epoch_ends_a_mastership_too() {
        NodeUnderTest master = NodeUnderTest.async().asMasterOf(1);

        master.accept(master.node.replicaGreeted(
                new ReplicaHello(SET, 2, NodeUnderTest.ONE, 1, 1, true, "cache-1"), master.now));

        assertThat(master.status().role()).isEqualTo(Role.FENCED);
        assertThat(master.node.upstreamEpoch()).isZero();
    }
}
