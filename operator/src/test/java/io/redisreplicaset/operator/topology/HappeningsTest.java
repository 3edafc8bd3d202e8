package io.redisreplicaset.operator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.Durability;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.api.TopologyType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class HappeningsTest {
    private static final Instant NOW = Instant.EPOCH;

    @Test
    void nothing_happened_where_nothing_changed() {
        assertThat(between(status(NodeRole.REPLICA, LinkStatus.UP), status(NodeRole.REPLICA, LinkStatus.UP)))
                .isEmpty();
    }

    @Test
    void a_master_that_is_fenced_is_told_of() {
        assertThat(between(status(NodeRole.MASTER, LinkStatus.NONE), status(NodeRole.FENCED, LinkStatus.NONE)))
                .extracting(Action.Emit::reason)
                .containsExactly(Reason.NODE_FENCED);
    }

    @Test
    void a_replica_that_promises_loses_nothing_by_it() {
        assertThat(between(status(NodeRole.REPLICA, LinkStatus.UP), status(NodeRole.FENCED, LinkStatus.NONE)))
                .isEmpty();
    }

    @Test
    void a_change_of_voters_gives_the_master_back_what_it_takes() {
        SetRecord record = SetRecord.initial("1")
                .withAttempt(Optional.of(new Attempt(
                        2,
                        "operator",
                        Attempt.Kind.VOTERS,
                        Attempt.Stage.FENCING,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "cache-1 is synced",
                        0,
                        NOW)));

        assertThat(between(record, status(NodeRole.MASTER, LinkStatus.NONE), status(NodeRole.FENCED, LinkStatus.NONE)))
                .isEmpty();
    }

    @Test
    void a_copy_is_told_of_by_the_name_of_the_node_that_it_is_taken_from() {
        assertThat(between(status(NodeRole.REPLICA, LinkStatus.DOWN), status(NodeRole.REPLICA, LinkStatus.SYNC)))
                .containsExactly(Action.emit(Reason.NODE_RESYNCING, "cache-0 copies the data of cache-1", "cache-0"));
    }

    private static List<Action.Emit> between(NodeStatus then, NodeStatus now) {
        return between(SetRecord.initial("1"), then, now);
    }

    private static List<Action.Emit> between(SetRecord record, NodeStatus then, NodeStatus now) {
        ObservedSet observed =
                new ObservedSet(List.of(node("cache-0", "10.0.0.1", now), node("cache-1", "10.0.0.2", now)));
        return Happenings.ofNodes(Map.of("cache-0", then), new Sight(record, observed, intent(), NOW));
    }

    private static ObservedNode node(String name, String host, NodeStatus status) {
        return new ObservedNode(
                name,
                Optional.of(new Address(host, 6379)),
                false,
                Optional.of(NOW),
                NOW,
                false,
                "abc",
                Optional.empty(),
                new Fact.Known<>(status, NOW),
                Optional.empty());
    }

    private static NodeStatus status(NodeRole role, LinkStatus link) {
        return new NodeStatus(
                "disk",
                "run",
                role,
                1,
                "operator",
                1,
                1,
                1,
                List.of(),
                0,
                0,
                0,
                true,
                false,
                false,
                Optional.of("10.0.0.2:6379"),
                link,
                0,
                false,
                false,
                false,
                false,
                100,
                List.of());
    }

    private static SetIntent intent() {
        return new SetIntent(
                "cache",
                3,
                Durability.ASYNC,
                OptionalInt.empty(),
                TopologyType.STAR,
                Duration.ofSeconds(2),
                false,
                true,
                "abc",
                Optional.empty(),
                OptionalLong.empty());
    }
}
