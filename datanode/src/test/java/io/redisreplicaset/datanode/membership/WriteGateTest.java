package io.redisreplicaset.datanode.membership;

import static io.redisreplicaset.datanode.membership.NodeUnderTest.COORDINATOR;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.ONE;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.SECOND;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.SELF;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.SET;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.TWO;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.membership.Effect.Notify;
import io.redisreplicaset.datanode.membership.Effect.ParkWrites;
import io.redisreplicaset.datanode.membership.Effect.ReleaseClients;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WriteGateTest {
    @Test
    void a_master_of_three_that_never_heard_a_majority_is_closed() {
        NodeUnderTest master =
                NodeUnderTest.closingWhenIsolated().withTwoPeers().asMasterOf(1);

        assertThat(master.writesAreOpen()).isFalse();
        assertThat(master.node.writeVerdict(master.now)).isEqualTo(new WriteVerdict.Refuse(Mastership.ISOLATED));
    }

    @Test
    void one_of_two_others_is_a_majority_together_with_itself() {
        NodeUnderTest master =
                NodeUnderTest.closingWhenIsolated().withTwoPeers().asMasterOf(1);

        master.hear("cache-2", TWO, master.now, 1);

        assertThat(master.writesAreOpen()).isTrue();
        assertThat(master.node.writesOpenUntilNanos()).isEqualTo(master.now + 2 * SECOND);
        assertThat(master.effects).containsExactly(new Notify(StatusEvent.WRITES));
    }

    @Test
    void a_master_that_is_the_only_voter_is_a_majority_by_itself() {
        NodeUnderTest master = NodeUnderTest.closingWhenIsolated();
        master.fence(1);

        master.accept(master.node.promote(SET, 1, COORDINATOR, 1, List.of(SELF)));

        assertThat(master.writesAreOpen()).isTrue();
    }

    @Test
    void what_was_heard_before_the_promotion_counts() {
        NodeUnderTest node = NodeUnderTest.closingWhenIsolated().withTwoPeers();
        node.hear("cache-1", ONE, node.now - SECOND, 0);

        node.asMasterOf(1);

        assertThat(node.writesAreOpen()).isTrue();
        assertThat(node.node.writesOpenUntilNanos()).isEqualTo(node.now + SECOND);
    }

    @Test
    void closes_when_the_majority_is_silent_and_says_so() {
        NodeUnderTest master =
                NodeUnderTest.closingWhenIsolated().withTwoPeers().asMasterOf(1);
        master.hear("cache-1", ONE, master.now, 1);
        master.effects.clear();
        assertThat(master.node.nextDeadlineNanos()).isEqualTo(master.now + 2 * SECOND);

        master.pass(2 * SECOND);

        assertThat(master.writesAreOpen()).isFalse();
        assertThat(master.effects).containsExactly(new Notify(StatusEvent.WRITES));
        assertThat(master.node.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void opens_again_when_the_majority_is_back_in_the_same_epoch() {
        NodeUnderTest master =
                NodeUnderTest.closingWhenIsolated().withTwoPeers().asMasterOf(1);
        master.hear("cache-1", ONE, master.now, 1);
        master.pass(5 * SECOND);

        master.hear("cache-1", ONE, master.now, 1);

        assertThat(master.writesAreOpen()).isTrue();
    }

    @Test
    void a_process_that_was_stopped_wakes_up_closed_whatever_waits_in_its_sockets() {
        NodeUnderTest master =
                NodeUnderTest.closingWhenIsolated().withTwoPeers().asMasterOf(1);
        master.hear("cache-1", ONE, master.now, 1);
        long askedBeforeTheStop = master.now + SECOND / 4;

        master.now += 4 * SECOND;
        assertThat(master.writesAreOpen()).isFalse();
        master.hear("cache-1", ONE, askedBeforeTheStop, 1);

        assertThat(master.writesAreOpen()).isFalse();
    }

    @Test
    void an_answer_to_an_older_question_does_not_take_a_newer_one_back() {
        NodeUnderTest master =
                NodeUnderTest.closingWhenIsolated().withTwoPeers().asMasterOf(1);
        master.hear("cache-1", ONE, master.now, 1);

        master.hear("cache-1", ONE, master.now - SECOND, 1);

        assertThat(master.node.writesOpenUntilNanos()).isEqualTo(master.now + 2 * SECOND);
    }

    @Test
    void a_peer_that_is_no_voter_does_not_count() {
        NodeUnderTest master =
                NodeUnderTest.closingWhenIsolated().withTwoPeers().asMasterOf(1);

        master.hear("cache-1", NodeUnderTest.THREE, master.now, 1);

        assertThat(master.writesAreOpen()).isFalse();
    }

    @Test
    void a_peer_that_left_the_list_does_not_count() {
        NodeUnderTest master =
                NodeUnderTest.closingWhenIsolated().withTwoPeers().asMasterOf(1);
        master.hear("cache-1", ONE, master.now, 1);

        master.accept(master.node.peers(SET, List.of(new PeerAddress("cache-2", "10.0.0.2", 6379))));

        assertThat(master.writesAreOpen()).isFalse();
    }

    @Test
    void two_voters_are_too_few_for_the_rule() {
        NodeUnderTest master = NodeUnderTest.closingWhenIsolated();
        master.fence(1);
        master.accept(master.node.promote(SET, 1, NodeUnderTest.COORDINATOR, 2, List.of(NodeUnderTest.SELF, ONE)));

        assertThat(master.writesAreOpen()).isTrue();
        assertThat(master.node.writesOpenUntilNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void keeps_writing_where_the_configuration_says_so() {
        NodeUnderTest master = NodeUnderTest.async().withTwoPeers().asMasterOf(1);

        master.pass(3600 * SECOND);

        assertThat(master.writesAreOpen()).isTrue();
    }

    @Test
    void a_pause_parks_writes_for_its_time_and_lets_reads_run() {
        NodeUnderTest master = NodeUnderTest.async().asMasterOf(1);

        master.accept(master.node.pause(SET, 500, master.now));

        assertThat(master.kindsOfEffects()).containsExactly(ParkWrites.class, Notify.class);
        assertThat(master.writesAreOpen()).isFalse();
        assertThat(master.node.writeVerdict(master.now)).isEqualTo(new WriteVerdict.Park());
        assertThat(master.node.readsAreParked()).isFalse();
        assertThat(master.status().paused()).isTrue();
        master.effects.clear();
        master.pass(SECOND / 2);
        assertThat(master.kindsOfEffects()).containsExactly(ReleaseClients.class, Notify.class);
        assertThat(master.writesAreOpen()).isTrue();
    }

    @Test
    void a_pause_of_nothing_ends_a_pause() {
        NodeUnderTest master = NodeUnderTest.async().asMasterOf(1);
        master.accept(master.node.pause(SET, 500, master.now));
        master.effects.clear();

        master.accept(master.node.pause(SET, 0, master.now));
        assertThat(master.kindsOfEffects()).containsExactly(ReleaseClients.class, Notify.class);

        master.effects.clear();
        master.accept(master.node.pause(SET, 0, master.now));
        assertThat(master.effects).isEmpty();
    }

    @Test
    void a_fence_in_a_pause_keeps_the_clients_that_wait() {
        NodeUnderTest master = NodeUnderTest.async().asMasterOf(1);
        master.accept(master.node.pause(SET, 60_000, master.now));
        master.fence(2);

        assertThat(master.node.readsAreParked()).isTrue();
        assertThat(error(master.node.pause(SET, 0, master.now)))
                .isEqualTo("ERR PAUSE is for a master; this node is fenced");
        master.pass(SECOND);
        assertThat(master.effects).endsWith(new Effect.DropClients(Mastership.READONLY));
    }

    @Test
    void a_pause_has_a_bound() {
        NodeUnderTest master = NodeUnderTest.async().asMasterOf(1);

        assertThat(error(master.node.pause(SET, 60_001, master.now)))
                .isEqualTo("ERR millis: wanted 0 to 60000, got 60001");
        assertThat(error(master.node.pause(SET, -1, master.now))).isEqualTo("ERR millis: wanted 0 to 60000, got -1");
        assertThat(error(master.node.pause("other", 1, master.now))).startsWith("WRONGSET");
    }

    @Test
    void refuses_more_peers_than_the_bound_and_a_name_twice() {
        NodeMembership node = NodeUnderTest.async().node;
        PeerAddress twice = new PeerAddress("cache-1", "10.0.0.1", 6379);

        assertThat(error(node.peers(SET, java.util.Collections.nCopies(64, twice))))
                .isEqualTo("ERR peers: wanted at most 63, got 64");
        assertThat(error(node.peers(SET, List.of(twice, twice)))).startsWith("ERR peers: wanted each name once");
        assertThat(error(node.peers("other", List.of()))).startsWith("WRONGSET");
    }

    @Test
    void the_status_tells_what_was_heard_of_each_peer() {
        NodeUnderTest node = NodeUnderTest.async().withTwoPeers();
        node.hear("cache-1", ONE, node.now, 7);
        node.pass(SECOND);
        node.effects.clear();

        node.carryOut(node.node.peerDisconnected("cache-1"));
        node.carryOut(node.node.peerDisconnected("cache-1"));
        node.carryOut(node.node.peerDisconnected("nobody"));

        assertThat(node.effects).containsExactly(new Notify(StatusEvent.PEER));
        assertThat(node.status().peers())
                .containsExactly(
                        new PeerStatus(new PeerAddress("cache-1", "10.0.0.1", 6379), ONE, false, 1000, 7, "replica", 1),
                        new PeerStatus(new PeerAddress("cache-2", "10.0.0.2", 6379), "", false, -1, 0, "", 0));
    }

    @Test
    void says_when_a_peer_becomes_suspect() {
        NodeUnderTest node = NodeUnderTest.async().withTwoPeers();
        assertThat(node.node.nextSuspicionNanos(node.now)).isEqualTo(Long.MAX_VALUE);

        node.hear("cache-1", ONE, node.now, 0);

        assertThat(node.node.nextSuspicionNanos(node.now)).isEqualTo(node.now + 2 * SECOND);
        assertThat(node.node.nextSuspicionNanos(node.now + 2 * SECOND)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void replies_are_not_held_where_durability_is_async() {
        NodeUnderTest master = NodeUnderTest.async().asMasterOf(1);
        master.write();

        assertThat(master.node.repliesReleasedUpToOffset()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void replies_are_held_on_a_master_and_never_on_a_replica() {
        NodeUnderTest node = NodeUnderTest.quorum().asReplicaIn(1);
        assertThat(node.node.repliesReleasedUpToOffset()).isEqualTo(Long.MAX_VALUE);

        node.asMasterOf(2);

        assertThat(node.node.repliesReleasedUpToOffset()).isZero();
    }
}
