package io.redisreplicaset.datanode.membership;

import static io.redisreplicaset.datanode.membership.NodeUnderTest.SELF;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.SET;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.THREE_VOTERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.datanode.membership.Effect.CloseUpstream;
import io.redisreplicaset.datanode.membership.Effect.ConnectUpstream;
import io.redisreplicaset.datanode.membership.Effect.DropClients;
import io.redisreplicaset.datanode.membership.Effect.Notify;
import io.redisreplicaset.datanode.membership.Effect.PersistMeta;
import io.redisreplicaset.datanode.membership.Effect.SaveSnapshot;
import io.redisreplicaset.datanode.replication.ReplicationId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a node is when it starts, and how it proves, or cannot prove, that it holds what it acked.
final class BootTest {
    private static final ReplicationId REPLID = new ReplicationId("d".repeat(40));
    private static final HistoryMarker THIRD = new HistoryMarker(SET, 3, THREE_VOTERS, 2, 1);

    private static LoadedHistory loaded(HistoryMarker marker, long offset) {
        return new LoadedHistory(Optional.of(marker), Optional.of(REPLID), offset, false);
    }

    private static NodeUnderTest replicaAt(long offset) {
        NodeUnderTest replica = NodeUnderTest.quorum().asReplicaIn(3);
        replica.carryOut(replica.node.markerApplied(THIRD, 100));
        replica.carryOut(replica.node.applied(offset));
        replica.effects.clear();
        return replica;
    }

    @Test
    void a_new_disk_gets_its_id_on_disk_before_anything_else_and_is_intact() {
        NodeUnderTest node = NodeUnderTest.async();

        assertThat(node.effects).containsExactly(new PersistMeta(NodeMeta.ofNewDisk(SET, SELF)));
        assertThat(node.status().role()).isEqualTo(Role.JOINING);
        assertThat(node.status().intact()).isTrue();
        assertThat(node.writesAreOpen()).isFalse();
        assertThat(node.node.writeVerdict(node.now)).isEqualTo(new WriteVerdict.Refuse(Mastership.READONLY));
    }

    @Test
    void a_master_that_starts_again_is_nothing_with_writes_closed() {
        NodeUnderTest master = NodeUnderTest.quorum().asMasterOf(3);

        NodeUnderTest again = NodeUnderTest.restarted(master.disk, loaded(THIRD, 100));

        assertThat(again.status().role()).isEqualTo(Role.JOINING);
        assertThat(again.status().promisedEpoch()).isEqualTo(3);
        assertThat(again.writesAreOpen()).isFalse();
    }

    @Test
    void a_replica_that_starts_again_goes_on_with_its_upstream() {
        NodeUnderTest again = NodeUnderTest.restarted(replicaAt(150).disk, loaded(THIRD, 100));

        assertThat(again.status().role()).isEqualTo(Role.REPLICA);
        assertThat(again.effects).endsWith(new ConnectUpstream(new Upstream(3, "10.0.0.9", 6379)));
    }

    @Test
    void a_replica_that_promised_a_later_epoch_does_not_go_back_to_the_upstream_of_the_earlier() {
        NodeUnderTest replica = replicaAt(150);
        replica.fence(4);

        NodeUnderTest again = NodeUnderTest.restarted(replica.disk, loaded(THIRD, 100));

        assertThat(again.status().role()).isEqualTo(Role.JOINING);
        assertThat(again.kindsOfEffects()).doesNotContain(ConnectUpstream.class);
    }

    @Test
    void a_killed_node_is_not_intact() {
        NodeUnderTest again = NodeUnderTest.restarted(replicaAt(150).disk, loaded(THIRD, 150));

        assertThat(again.status().intact()).isFalse();
    }

    @Test
    void a_killed_node_whose_log_was_written_before_each_ack_is_intact() {
        NodeUnderTest again = NodeUnderTest.restarted(
                replicaAt(150).disk, new LoadedHistory(Optional.of(THIRD), Optional.of(REPLID), 150, true));

        assertThat(again.status().intact()).isTrue();
    }

    @Test
    void an_orderly_stop_saves_first_and_vouches_then() {
        NodeUnderTest replica = replicaAt(150);

        replica.carryOut(replica.node.stop(REPLID));

        assertThat(replica.kindsOfEffects())
                .containsExactly(DropClients.class, CloseUpstream.class, SaveSnapshot.class, PersistMeta.class);
        assertThat(replica.disk.orElseThrow().cleanShutdown()).contains(new CleanShutdown(3, REPLID, 150));
    }

    @Test
    void a_node_that_loads_exactly_what_it_saved_is_intact() {
        NodeUnderTest replica = replicaAt(150);
        replica.carryOut(replica.node.stop(REPLID));

        assertThat(NodeUnderTest.restarted(replica.disk, loaded(THIRD, 150))
                        .status()
                        .intact())
                .isTrue();
        assertThat(NodeUnderTest.restarted(replica.disk, loaded(THIRD, 149))
                        .status()
                        .intact())
                .isFalse();
        assertThat(NodeUnderTest.restarted(replica.disk, LoadedHistory.nothing())
                        .status()
                        .intact())
                .isFalse();
    }

    @Test
    void an_orderly_stop_vouches_once() {
        NodeUnderTest replica = replicaAt(150);
        replica.carryOut(replica.node.stop(REPLID));
        NodeUnderTest again = NodeUnderTest.restarted(replica.disk, loaded(THIRD, 150));

        NodeUnderTest killedAndBackOnTheOldSnapshot = NodeUnderTest.restarted(again.disk, loaded(THIRD, 150));

        assertThat(killedAndBackOnTheOldSnapshot.status().intact()).isFalse();
    }

    @Test
    void a_node_that_is_not_intact_does_not_become_so_by_an_orderly_stop() {
        NodeUnderTest notIntact = NodeUnderTest.restarted(replicaAt(150).disk, loaded(THIRD, 120));

        notIntact.carryOut(notIntact.node.stop(REPLID));

        assertThat(notIntact.disk.orElseThrow().cleanShutdown()).isEmpty();
    }

    @Test
    void becomes_intact_where_it_stands_as_far_as_the_master_told_after_the_start() {
        NodeUnderTest node = NodeUnderTest.restarted(replicaAt(150).disk, loaded(THIRD, 120));
        node.withTwoPeers().hearMaster(3, 160);
        node.effects.clear();

        node.carryOut(node.node.applied(159));
        assertThat(node.status().intact()).isFalse();
        node.carryOut(node.node.applied(160));

        assertThat(node.status().intact()).isTrue();
        assertThat(node.effects).containsExactly(new Notify(StatusEvent.INTACT));
    }

    @Test
    void a_sync_with_a_relay_that_lags_proves_nothing() {
        NodeUnderTest node = NodeUnderTest.restarted(replicaAt(150).disk, loaded(THIRD, 120));

        node.carryOut(node.node.markerApplied(THIRD, 130));

        assertThat(node.status().intact()).isFalse();
    }

    @Test
    void a_master_of_an_epoch_before_the_promise_proves_nothing() {
        NodeUnderTest replica = replicaAt(150);
        replica.fence(5);
        NodeUnderTest node = NodeUnderTest.restarted(replica.disk, loaded(THIRD, 120));
        node.withTwoPeers().hearMaster(3, 120);

        assertThat(node.status().intact()).isFalse();
    }

    @Test
    void becomes_intact_with_the_marker_of_an_epoch_after_all_that_it_can_have_acked() {
        NodeUnderTest node = NodeUnderTest.restarted(replicaAt(150).disk, loaded(THIRD, 120));
        node.accept(node.node.follow(SET, 4, "10.0.0.9", 6379));

        node.carryOut(node.node.markerApplied(new HistoryMarker(SET, 4, THREE_VOTERS, 2, 1), 140));

        assertThat(node.status().intact()).isTrue();
    }

    @Test
    void takes_the_epoch_of_its_data_for_promised_where_that_is_later() {
        NodeUnderTest node = NodeUnderTest.restarted(Optional.empty(), loaded(THIRD, 120));

        assertThat(node.disk.orElseThrow().promisedEpoch()).isEqualTo(3);
    }

    @Test
    void refuses_the_folder_of_another_set() {
        Optional<NodeMeta> foreign = Optional.of(NodeMeta.ofNewDisk("other", SELF));

        assertThatThrownBy(() -> NodeUnderTest.restarted(foreign, LoadedHistory.nothing()))
                .hasMessage("setId of node.meta: wanted 'set-1' (the configuration), got 'other'");
        assertThatThrownBy(() -> NodeUnderTest.restarted(
                        Optional.empty(), loaded(new HistoryMarker("other", 3, THREE_VOTERS, 2, 1), 120)))
                .hasMessageContaining("setId of the data");
    }

    @Test
    void asks_to_be_relieved_before_it_stops() {
        NodeUnderTest master = NodeUnderTest.async().asMasterOf(1);

        master.carryOut(master.node.requestShutdown());

        assertThat(master.status().shuttingDown()).isTrue();
        assertThat(master.effects).containsExactly(new Notify(StatusEvent.SHUTDOWN));
        assertThat(master.writesAreOpen()).isTrue();
    }
}
