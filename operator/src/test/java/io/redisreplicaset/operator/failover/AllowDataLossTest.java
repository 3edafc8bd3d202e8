package io.redisreplicaset.operator.failover;

import static io.redisreplicaset.operator.failover.ElectionUnderTest.EPOCH;
import static io.redisreplicaset.operator.failover.ElectionUnderTest.failover;
import static io.redisreplicaset.operator.failover.ElectionUnderTest.twoPromised;
import static io.redisreplicaset.operator.failover.ElectionUnderTest.votersToBe;
import static io.redisreplicaset.operator.failover.ElectionUnderTest.winner;
import static io.redisreplicaset.operator.failover.ElectionUnderTest.won;
import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.failover.Election.Standing;
import io.redisreplicaset.operator.topology.MasterRecord;
import io.redisreplicaset.operator.topology.NodeSketch;
import io.redisreplicaset.operator.topology.SetSketch;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What the annotation `allow-data-loss` lets an election do, and for how long.
final class AllowDataLossTest {
    @Test
    void the_users_word_lets_less_than_enough_elect_under_new_voters() {
        SetSketch set = twoPromised().with(2, NodeSketch::silent);
        set.allowDataLoss = OptionalLong.of(1);

        Standing standing = failover(set);

        assertThat(winner(standing)).isEqualTo("cache-1");
        assertThat(votersToBe(standing).nodeIds()).containsExactly("disk-1");
        assertThat(won(standing).replacesAllVoters()).isTrue();
    }

    @Test
    void the_users_word_is_good_for_the_epochs_since_the_last_target_only() {
        SetSketch set = twoPromised().with(2, NodeSketch::silent);
        set.record(record -> record.withMaster(new MasterRecord(set.voter(0), 5), 1));

        set.allowDataLoss = OptionalLong.of(4);
        assertThat(Election.dataLossIsAllowed(set.sight())).isFalse();
        set.allowDataLoss = OptionalLong.of(6);
        assertThat(Election.dataLossIsAllowed(set.sight())).isFalse();
        set.allowDataLoss = OptionalLong.of(5);
        assertThat(Election.dataLossIsAllowed(set.sight())).isTrue();
    }

    @Test
    void the_users_word_prefers_the_sets_own_lineage() {
        SetSketch set = twoPromised().with(0, node -> node.onNewDisk().promised(EPOCH));
        set.node(1).intact = false;
        set.node(2).intact = false;
        set.node(2).holds(9, 900);
        set.node(2).rootEpoch = 9;
        set.allowDataLoss = OptionalLong.of(1);

        assertThat(winner(failover(set))).isEqualTo("cache-1");
    }

    @Test
    void the_users_word_is_not_needed_where_there_is_enough() {
        SetSketch set = twoPromised();
        set.allowDataLoss = OptionalLong.of(1);

        assertThat(won(failover(set)).replacesAllVoters()).isFalse();
    }
}
