package io.redisreplicaset.datanode.membership;

import static io.redisreplicaset.datanode.membership.NodeUnderTest.SELF;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.SET;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.THREE_VOTERS;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.datanode.membership.Effect.ConnectUpstream;
import io.redisreplicaset.datanode.membership.Effect.DropClients;
import io.redisreplicaset.datanode.membership.Effect.Notify;
import io.redisreplicaset.datanode.membership.Effect.PersistMeta;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FollowTest {
    @Test
    void the_epoch_is_on_disk_before_the_link_is_opened() {
        NodeUnderTest node = NodeUnderTest.async();
        node.effects.clear();

        node.accept(node.node.follow(SET, 3, "10.0.0.9", 6379));

        assertThat(node.kindsOfEffects()).containsSubsequence(PersistMeta.class, ConnectUpstream.class);
        assertThat(node.disk.orElseThrow().promisedEpoch()).isEqualTo(3);
        assertThat(node.disk.orElseThrow().promisedTo()).isEmpty();
        assertThat(node.status().upstream().map(Upstream::address)).contains("10.0.0.9:6379");
    }

    @Test
    void an_epoch_that_was_followed_cannot_be_promised_to_anybody() {
        NodeUnderTest node = NodeUnderTest.async().asReplicaIn(3);

        assertThat(error(node.node.fence(SET, 3, "operator/1", 0))).isEqualTo("STALEEPOCH promised 3 to ");
    }

    @Test
    void keeps_the_promise_where_the_epoch_is_the_promised_one() {
        NodeUnderTest node = NodeUnderTest.async();
        node.fence(3);

        node.accept(node.node.follow(SET, 3, "10.0.0.9", 6379));

        assertThat(node.status().promisedTo()).isEqualTo("operator/1");
        // But it has become a follower in it, and can no longer become its master.
        assertThat(error(node.node.promote(SET, 3, "operator/1", 2, THREE_VOTERS)))
                .startsWith("NOPROMISE");
    }

    @Test
    void refuses_an_epoch_below_the_promise() {
        NodeUnderTest node = NodeUnderTest.async();
        node.fence(3);

        assertThat(error(node.node.follow(SET, 2, "10.0.0.9", 6379))).isEqualTo("STALEEPOCH promised 3 to operator/1");
    }

    @Test
    void a_master_refuses_to_follow_in_its_own_epoch() {
        NodeUnderTest master = NodeUnderTest.async().asMasterOf(3);

        assertThat(error(master.node.follow(SET, 3, "10.0.0.9", 6379)))
                .isEqualTo("ERR This node is the master of epoch 3; only a later epoch makes it follow");
    }

    @Test
    void a_stale_master_drops_its_clients_before_anything_else() {
        NodeUnderTest master = NodeUnderTest.async().asMasterOf(3);

        master.accept(master.node.follow(SET, 4, "10.0.0.9", 6379));

        assertThat(master.kindsOfEffects())
                .containsExactly(DropClients.class, PersistMeta.class, ConnectUpstream.class, Notify.class);
        assertThat(master.writesAreOpen()).isFalse();
        assertThat(master.node.writeVerdict(master.now)).isEqualTo(new WriteVerdict.Refuse(Mastership.READONLY));
    }

    @Test
    void a_master_that_has_let_go_of_its_clients_does_not_do_so_again() {
        NodeUnderTest master = NodeUnderTest.async().asMasterOf(3);
        master.fence(4);
        master.pass(MembershipConfig.PARK_NANOS);
        assertThat(master.effects).contains(new DropClients(Mastership.READONLY));
        master.effects.clear();

        master.accept(master.node.follow(SET, 4, "10.0.0.9", 6379));

        // Who came since then was told at once that this is no master.
        assertThat(master.kindsOfEffects()).containsExactly(PersistMeta.class, ConnectUpstream.class, Notify.class);
    }

    @Test
    void repeating_it_leaves_the_link_alone() {
        NodeUnderTest node = NodeUnderTest.async().asReplicaIn(3);

        node.accept(node.node.follow(SET, 3, "10.0.0.9", 6379));

        assertThat(node.effects).isEmpty();
    }

    @Test
    void a_later_epoch_on_a_link_that_is_in_it_already_only_goes_to_disk() {
        NodeUnderTest node = NodeUnderTest.async().asReplicaIn(3);
        assertThat(node.node.upstreamAnswered(4)).isTrue();

        node.accept(node.node.follow(SET, 4, "10.0.0.9", 6379));

        assertThat(node.kindsOfEffects()).containsExactly(PersistMeta.class);
        assertThat(node.status().epoch()).isEqualTo(4);
    }

    @Test
    void another_address_opens_another_link() {
        NodeUnderTest node = NodeUnderTest.async().asReplicaIn(3);

        node.accept(node.node.follow(SET, 3, "10.0.0.8", 6379));

        assertThat(node.effects).contains(new ConnectUpstream(new Upstream(3, "10.0.0.8", 6379)));
    }

    @Test
    void refuses_an_address_that_is_none() {
        NodeMembership node = NodeUnderTest.async().node;

        assertThat(error(node.follow(SET, 3, "10.0.0.8", 0))).isEqualTo("ERR port: wanted 1 to 65535, got 0");
        assertThat(error(node.follow(SET, 3, "", 1))).startsWith("ERR host: wanted 1 to 255 printable");
    }

    @Test
    void leaves_an_upstream_of_a_lower_epoch_than_it_was_told_or_promised() {
        NodeUnderTest node = NodeUnderTest.async().asReplicaIn(3);

        assertThat(node.node.upstreamAnswered(2)).isFalse();
        assertThat(node.node.upstreamAnswered(3)).isTrue();
        node.fence(5);
        assertThat(node.node.upstreamAnswered(4)).isFalse();
        assertThat(node.node.upstreamAnswered(5)).isTrue();
    }

    @Test
    void acks_the_epoch_of_its_history_and_not_that_of_its_link() {
        NodeUnderTest node = NodeUnderTest.async().asReplicaIn(3);
        assertThat(node.node.ack()).isEmpty();
        node.carryOut(node.node.markerApplied(new HistoryMarker(SET, 2, THREE_VOTERS, 2, 1), 100));

        node.carryOut(node.node.applied(150));

        assertThat(node.node.ack()).contains(new NodeMembership.Ack(SELF, 2, 150));
    }

    @Test
    void acks_an_epoch_that_it_learnt_from_the_stream_only_once_it_is_on_disk() {
        NodeUnderTest node = NodeUnderTest.async().asReplicaIn(3);
        node.diskIsSlow = true;

        node.carryOut(node.node.markerApplied(new HistoryMarker(SET, 4, THREE_VOTERS, 2, 1), 100));

        assertThat(node.node.ack()).isEmpty();
        node.finishWriting(((PersistMeta) node.effects.getFirst()).meta());
        assertThat(node.node.ack()).contains(new NodeMembership.Ack(SELF, 4, 100));
    }

    @Test
    void refuses_a_marker_that_takes_history_back_and_one_of_another_set() {
        NodeUnderTest node = NodeUnderTest.async().asReplicaIn(3);
        node.carryOut(node.node.markerApplied(new HistoryMarker(SET, 3, THREE_VOTERS, 2, 1), 100));

        assertThatThrownBy(() -> node.node.markerApplied(new HistoryMarker(SET, 2, THREE_VOTERS, 2, 1), 200))
                .hasMessage("marker at offset 200: wanted an epoch of at least 3, got 2");
        assertThatThrownBy(() -> node.node.markerApplied(new HistoryMarker("other", 4, THREE_VOTERS, 2, 1), 200))
                .hasMessageContaining("setId of the marker");
    }

    @Test
    void keeps_its_data_where_a_snapshot_holds_less() {
        NodeUnderTest node = NodeUnderTest.async().asReplicaIn(3);
        HistoryMarker third = new HistoryMarker(SET, 3, THREE_VOTERS, 2, 1);
        node.carryOut(node.node.markerApplied(third, 100));

        assertThat(node.node.mayReplaceDataBy(Optional.of(third), 99)).isFalse();
        assertThat(node.node.mayReplaceDataBy(Optional.of(third), 100)).isTrue();
        assertThat(node.node.mayReplaceDataBy(Optional.empty(), 1000)).isFalse();
    }

    @Test
    void introduces_itself_with_what_it_holds() {
        NodeUnderTest node = NodeUnderTest.async().asReplicaIn(4);
        node.carryOut(node.node.markerApplied(new HistoryMarker(SET, 3, THREE_VOTERS, 2, 1), 100));

        ReplicaHello hello = node.node.hello(true);

        assertThat(hello).isEqualTo(new ReplicaHello(SET, 4, SELF, 3, 1, true, "cache-0"));
        assertThat(ReplicaHello.parse(hello.toArguments())).isEqualTo(hello);
    }
}
