package io.redisreplicaset.datanode.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FullSyncGuardTest {
    private static ReplicaHello replica(long historyEpoch, long rootEpoch, boolean holdsData) {
        return new ReplicaHello("set-1", 9, NodeUnderTest.ONE, historyEpoch, rootEpoch, holdsData, "cache-1");
    }

    @Test
    void a_master_that_began_anew_does_not_replace_the_data_that_was_before() {
        assertThat(FullSyncGuard.refusalToServe(9, 9, 100, replica(7, 1, true), -1))
                .contains("EMPTYMASTER this data began in epoch 9 and would replace data that began in epoch 1");
    }

    @Test
    void a_node_without_a_history_does_not_replace_data() {
        assertThat(FullSyncGuard.refusalToServe(0, 0, 0, replica(7, 1, true), -1))
                .get()
                .asString()
                .startsWith("EMPTYMASTER");
    }

    @Test
    void data_of_no_known_beginning_is_not_replaced_either() {
        assertThat(FullSyncGuard.refusalToServe(1, 1, 100, replica(0, 0, true), -1))
                .isPresent();
    }

    @Test
    void a_replica_that_holds_no_data_takes_everything() {
        assertThat(FullSyncGuard.refusalToServe(9, 9, 100, replica(7, 1, false), -1))
                .isEmpty();
        assertThat(FullSyncGuard.refusalToServe(9, 9, 100, replica(0, 0, false), -1))
                .isEmpty();
    }

    @Test
    void an_emptied_keyspace_of_the_same_beginning_is_served() {
        assertThat(FullSyncGuard.refusalToServe(9, 1, 100, replica(7, 1, true), 5_000))
                .isEqualTo(Optional.empty());
    }

    @Test
    void a_relay_that_lags_does_not_serve_a_replica_that_knows_a_later_epoch() {
        assertThat(FullSyncGuard.refusalToServe(6, 1, 100, replica(7, 1, true), -1))
                .contains("BEHIND this node holds history up to epoch 6, the replica up to epoch 7");
    }

    @Test
    void a_relay_that_lags_does_not_serve_a_replica_that_holds_more_of_the_same_epoch() {
        assertThat(FullSyncGuard.refusalToServe(7, 1, 100, replica(7, 1, true), 101))
                .contains("BEHIND this node holds epoch 7 up to offset 100, the replica up to 101");
        assertThat(FullSyncGuard.refusalToServe(7, 1, 100, replica(7, 1, true), 100))
                .isEmpty();
    }

    @Test
    void the_replica_takes_only_what_is_not_less_than_its_own() {
        assertThat(FullSyncGuard.mayReplace(7, 100, 6, 1_000)).isFalse();
        assertThat(FullSyncGuard.mayReplace(7, 100, 7, 99)).isFalse();
        assertThat(FullSyncGuard.mayReplace(7, 100, 7, 100)).isTrue();
        assertThat(FullSyncGuard.mayReplace(7, 100, 8, 50)).isTrue();
        assertThat(FullSyncGuard.mayReplace(0, 100, 0, 0)).isTrue();
    }

    @Test
    void a_greeting_is_refused_by_field() {
        List<String> good = replica(7, 1, true).toArguments();

        assertThatThrownBy(() -> ReplicaHello.parse(good.subList(0, 6)))
                .hasMessageContaining("wanted 'setId epoch nodeId historyEpoch rootEpoch data|empty name', got 6");
        assertThatThrownBy(() -> ReplicaHello.parse(replaced(good, 5, "full")))
                .hasMessage("REPLCONF replicaset: wanted 'data' or 'empty', got 'full'");
        assertThatThrownBy(() -> ReplicaHello.parse(replaced(good, 3, "-1")))
                .hasMessage("REPLCONF replicaset: historyEpoch: wanted a whole number from 0 up, got '-1'");
        assertThatThrownBy(() -> ReplicaHello.parse(replaced(good, 1, "0")))
                .hasMessage("epoch: wanted a whole number from 1 up, got 0");
    }

    private static List<String> replaced(List<String> arguments, int index, String value) {
        List<String> changed = new java.util.ArrayList<>(arguments);
        changed.set(index, value);
        return changed;
    }
}
