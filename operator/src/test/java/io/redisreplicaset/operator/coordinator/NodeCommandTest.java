package io.redisreplicaset.operator.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.Address;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Word for word as config/docs/node-protocol.md has them.
final class NodeCommandTest {
    private static final String SET_ID = "2f6c0f3e";
    private static final Address ADDRESS = new Address("10.0.0.1", 6379);

    @Test
    void status() {
        assertThat(NodeCommand.STATUS.words()).containsExactly("REPLICASET", "STATUS");
    }

    @Test
    void fence() {
        NodeCommand command = NodeCommand.fence(SET_ID, "operator-1", new Action.Fence("cache-1", 7));

        assertThat(command.words()).containsExactly("REPLICASET", "FENCE", SET_ID, "7", "operator-1");
        assertThat(command.name()).isEqualTo("FENCE");
        assertThat(command.epoch()).isEqualTo(7);
    }

    @Test
    void promote() {
        NodeCommand command = NodeCommand.promote(
                SET_ID, "operator-1", new Action.Promote("cache-1", 7, 2, List.of("disk-0", "disk-1", "disk-2")));

        assertThat(command.words())
                .containsExactly("REPLICASET", "PROMOTE", SET_ID, "7", "operator-1", "2", "disk-0", "disk-1", "disk-2");
        assertThat(command.epoch()).isEqualTo(7);
    }

    @Test
    void follow() {
        NodeCommand command = NodeCommand.follow(SET_ID, new Action.Follow("cache-1", 7, "cache-0", ADDRESS));

        assertThat(command.words()).containsExactly("REPLICASET", "FOLLOW", SET_ID, "7", "10.0.0.1", "6379");
        assertThat(command.epoch()).isEqualTo(7);
    }

    @Test
    void pause() {
        NodeCommand command = NodeCommand.pause(SET_ID, new Action.Pause("cache-1", 5000));

        assertThat(command.words()).containsExactly("REPLICASET", "PAUSE", SET_ID, "5000");
        assertThat(command.epoch()).as("it names none").isZero();
    }

    @Test
    void peers() {
        NodeCommand command = NodeCommand.peers(
                SET_ID,
                new Action.Peers(
                        "cache-1",
                        List.of(
                                new Action.Peer("cache-0", ADDRESS),
                                new Action.Peer("cache-2", new Address("node-2.example", 7000)))));

        assertThat(command.words())
                .containsExactly(
                        "REPLICASET",
                        "PEERS",
                        SET_ID,
                        "cache-0",
                        "10.0.0.1",
                        "6379",
                        "cache-2",
                        "node-2.example",
                        "7000");
    }

    @Test
    void a_node_without_peers_is_told_so() {
        assertThat(NodeCommand.peers(SET_ID, new Action.Peers("cache-0", List.of()))
                        .words())
                .containsExactly("REPLICASET", "PEERS", SET_ID);
    }

    @Test
    void all_but_peers_are_answered_with_the_status() {
        assertThat(NodeCommand.STATUS.isAnsweredWithStatus()).isTrue();
        assertThat(NodeCommand.fence(SET_ID, "x", new Action.Fence("cache-1", 7))
                        .isAnsweredWithStatus())
                .isTrue();
        assertThat(NodeCommand.promote(SET_ID, "x", new Action.Promote("cache-1", 7, 1, List.of("d")))
                        .isAnsweredWithStatus())
                .isTrue();
        assertThat(NodeCommand.follow(SET_ID, new Action.Follow("cache-1", 7, "cache-0", ADDRESS))
                        .isAnsweredWithStatus())
                .isTrue();
        assertThat(NodeCommand.pause(SET_ID, new Action.Pause("cache-1", 0)).isAnsweredWithStatus())
                .isTrue();
        assertThat(NodeCommand.peers(SET_ID, new Action.Peers("cache-1", List.of()))
                        .isAnsweredWithStatus())
                .isFalse();
    }
}
