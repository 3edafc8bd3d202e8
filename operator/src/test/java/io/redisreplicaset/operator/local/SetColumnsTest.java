package io.redisreplicaset.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.DataNodeStatus;
import io.redisreplicaset.operator.api.LastFailoverStatus;
import io.redisreplicaset.operator.api.LinkStatus;
import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SetColumnsTest {
    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    void a_set_stands_in_the_columns_of_kubectl() {
        RedisReplicaSet set = LocalPicture.running(TEN.minusSeconds(3661));
        set.setStatus(set.getStatus().toBuilder()
                .lastFailover(new LastFailoverStatus("cache-0", "cache-1", "dead", 12, 140, TEN.minusSeconds(61)))
                .build());

        assertThat(SetColumns.set(set, TEN))
                .containsExactly(
                        "NAME    REPLICAS   READY   MASTER    PHASE     AGE   EPOCH   DURABILITY   TOPOLOGY   LAST-FAILOVER",
                        "cache   3          3       cache-0   Running   61m   4       Quorum       Chain      61s");
    }

    @Test
    void what_is_not_known_yet_is_left_blank() {
        RedisReplicaSet set = LocalPicture.running(TEN);
        set.setStatus(RedisReplicaSetStatus.empty());

        assertThat(SetColumns.set(set, TEN).getLast())
                .isEqualTo("cache   3          0                        0s    0       Quorum       Chain");
    }

    @Test
    void nodes_stand_with_whom_they_follow_and_where_they_are() {
        assertThat(LocalPicture.nodeLines(LocalPicture.running(TEN)))
                .containsExactly(
                        "NODE      ROLE      UPSTREAM   READY   LINK   PORT   PID",
                        "cache-0   master               true           7010   100",
                        "cache-1   replica   cache-0    true    up     7011   101",
                        "cache-2   replica   cache-1    true    up     7012   102");
    }

    @Test
    void a_node_that_says_nothing_is_unknown_and_one_without_a_process_has_no_number() {
        RedisReplicaSet set = LocalPicture.running(TEN);
        set.setStatus(set.getStatus().toBuilder()
                .nodes(List.of(
                        new DataNodeStatus("cache-0", null, null, false, null, false, "r", null, null),
                        new DataNodeStatus(
                                "cache-1", NodeRole.REPLICA, "cache-0", false, LinkStatus.DOWN, true, "r", "d", "p")))
                .build());

        assertThat(SetColumns.nodes(set, _ -> 0, _ -> 0))
                .containsExactly(
                        "NODE      ROLE      UPSTREAM   READY   LINK   PORT   PID",
                        "cache-0   unknown              false",
                        "cache-1   replica   cache-0    false   down");
    }

    /// The values of duration.HumanDuration in k8s.io/apimachinery.
    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1s",
        "119, 119s",
        "120, 2m",
        "121, 2m1s",
        "599, 9m59s",
        "600, 10m",
        "3599, 59m",
        "10799, 179m",
        "10800, 3h",
        "10860, 3h1m",
        "28799, 7h59m",
        "28800, 8h",
        "172799, 47h",
        "172800, 2d",
        "176400, 2d1h",
        "691199, 7d23h",
        "691200, 8d",
        "63071999, 729d",
        "63072000, 2y",
        "66000000, 2y33d",
        "252287999, 7y364d",
        "252288000, 8y"
    })
    void an_age_is_put_as_kubectl_does(long seconds, String age) {
        assertThat(SetColumns.age(TEN.minusSeconds(seconds), TEN)).isEqualTo(age);
    }

    @Test
    void what_lies_ahead_by_another_clock_is_now() {
        assertThat(SetColumns.age(TEN.plus(Duration.ofHours(1)), TEN)).isEqualTo("0s");
    }
}
