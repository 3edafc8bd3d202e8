package io.redisreplicaset.operator.failover;

import static io.redisreplicaset.operator.failover.ElectionUnderTest.EPOCH;
import static io.redisreplicaset.operator.failover.ElectionUnderTest.election;
import static io.redisreplicaset.operator.failover.ElectionUnderTest.lacking;
import static io.redisreplicaset.operator.failover.ElectionUnderTest.standing;
import static io.redisreplicaset.operator.failover.ElectionUnderTest.votersToBe;
import static io.redisreplicaset.operator.failover.ElectionUnderTest.winner;
import static io.redisreplicaset.operator.failover.ElectionUnderTest.won;
import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.failover.Election.Standing;
import io.redisreplicaset.operator.topology.Attempt.Kind;
import io.redisreplicaset.operator.topology.Attempt.Stage;
import io.redisreplicaset.operator.topology.NodeSketch;
import io.redisreplicaset.operator.topology.SetSketch;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Elections of a set that was never begun.
final class FirstStartTest {
    private static SetSketch allPromisedFirst(int nodes) {
        SetSketch set = SetSketch.justMade(nodes);
        for (int i = 0; i < nodes; i++) {
            set.node(i).promised(EPOCH);
        }
        return set.record(record -> record.withAttempt(Optional.of(set.attempt(EPOCH, Kind.BOOTSTRAP, Stage.FENCING))));
    }

    @Test
    void the_first_ordinal_seeds_an_empty_set_and_all_who_are_there_vote() {
        Standing standing = standing(allPromisedFirst(3), Kind.BOOTSTRAP);

        assertThat(winner(standing)).isEqualTo("cache-0");
        assertThat(votersToBe(standing).nodeIds()).containsExactlyInAnyOrder("disk-0", "disk-1", "disk-2");
        assertThat(won(standing).rootEpoch()).isEqualTo(EPOCH);
    }

    @Test
    void a_node_that_brings_data_seeds_it() {
        SetSketch set = allPromisedFirst(3).with(2, node -> node.holds(1, 50));

        assertThat(winner(standing(set, Kind.BOOTSTRAP))).isEqualTo("cache-2");
        assertThat(won(standing(set, Kind.BOOTSTRAP)).rootEpoch()).isEqualTo(1);
    }

    @Test
    void data_of_two_beginnings_needs_the_users_word() {
        SetSketch set = allPromisedFirst(3).with(1, node -> node.holds(1, 50)).with(2, node -> node.holds(1, 50));
        set.node(2).rootEpoch = 7;
        assertThat(lacking(standing(set, Kind.BOOTSTRAP)).isRisk()).isTrue();

        set.allowDataLoss = OptionalLong.of(EPOCH);

        assertThat(winner(standing(set, Kind.BOOTSTRAP))).isEqualTo("cache-1");
    }

    @Test
    void a_first_start_waits_for_all_nodes_and_after_a_while_for_a_majority() {
        SetSketch set = SetSketch.justMade(3).with(2, NodeSketch::silent);
        Election patient = new Election(set.sight(), Kind.BOOTSTRAP, Optional.empty(), Optional.empty(), false);
        Election impatient = new Election(set.sight(), Kind.BOOTSTRAP, Optional.empty(), Optional.empty(), true);

        assertThat(lacking(patient.forecast()).why()).isEqualTo("the first start waits for 3 of 3 nodes, 2 there");
        assertThat(winner(impatient.forecast())).isEqualTo("cache-0");
        set.node(1).silent();
        assertThat(election(set, Kind.BOOTSTRAP).forecast()).isInstanceOf(Standing.Lacking.class);
    }

    @Test
    void a_first_start_without_a_node_that_may_be_master_waits() {
        SetSketch set = allPromisedFirst(2).with(0, node -> node.priority = 0).with(1, node -> node.priority = 0);

        assertThat(lacking(standing(set, Kind.BOOTSTRAP)).why())
                .isEqualTo("no node may be promoted: all priorities are 0");
    }
}
