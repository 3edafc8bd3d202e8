package io.redisreplicaset.datanode.membership;

import static io.redisreplicaset.datanode.membership.NodeUnderTest.FOUR;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.ONE;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.SELF;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.THREE;
import static io.redisreplicaset.datanode.membership.NodeUnderTest.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class QuorumGateTest {
    private static final List<String> FIVE = List.of(SELF, ONE, TWO, THREE, FOUR);

    /// Epoch 7, marker at 90 to 100, own copy up to 200.
    private static QuorumGate gate(int writeQuorum) {
        QuorumGate gate = new QuorumGate();
        gate.begin(7, SELF, FIVE, writeQuorum);
        gate.markerAppended(100);
        gate.appended(200);
        return gate;
    }

    @Test
    void commits_what_the_quorum_holds() {
        QuorumGate gate = gate(3);

        assertThat(gate.acked(ONE, 7, 150)).isFalse();
        assertThat(gate.committedOffset()).isZero();
        assertThat(gate.acked(TWO, 7, 120)).isTrue();
        assertThat(gate.committedOffset()).isEqualTo(120);
        assertThat(gate.acked(TWO, 7, 180)).isTrue();
        assertThat(gate.committedOffset()).isEqualTo(150);
    }

    @Test
    void a_voter_counts_once() {
        QuorumGate gate = gate(3);

        gate.acked(ONE, 7, 150);
        gate.acked(ONE, 7, 160);

        assertThat(gate.committedOffset()).isZero();
    }

    @Test
    void a_node_that_is_no_voter_does_not_count() {
        QuorumGate gate = gate(2);

        assertThat(gate.acked("f".repeat(40), 7, 150)).isFalse();
        assertThat(gate.acked(SELF, 7, 150)).isFalse();
        assertThat(gate.committedOffset()).isZero();
    }

    @Test
    void an_ack_of_another_epoch_does_not_count() {
        QuorumGate gate = gate(2);

        assertThat(gate.acked(ONE, 6, 150)).isFalse();
        assertThat(gate.acked(ONE, 8, 150)).isFalse();
        assertThat(gate.committedOffset()).isZero();
    }

    @Test
    void nothing_before_the_marker_is_committed_by_counting() {
        QuorumGate gate = gate(2);

        assertThat(gate.acked(ONE, 7, 99)).isFalse();
        assertThat(gate.committedOffset()).isZero();
        assertThat(gate.markerIsCommitted()).isFalse();
        assertThat(gate.acked(ONE, 7, 100)).isTrue();
        assertThat(gate.committedOffset()).isEqualTo(100);
        assertThat(gate.markerIsCommitted()).isTrue();
    }

    @Test
    void what_is_committed_never_goes_back() {
        QuorumGate gate = gate(2);
        gate.acked(ONE, 7, 150);

        assertThat(gate.acked(ONE, 7, 110)).isFalse();
        assertThat(gate.acked(TWO, 7, 120)).isFalse();

        assertThat(gate.committedOffset()).isEqualTo(150);
    }

    @Test
    void a_quorum_of_one_is_the_master_alone() {
        QuorumGate gate = gate(1);

        assertThat(gate.committedOffset()).isEqualTo(200);
        assertThat(gate.acked(ONE, 7, 150)).isFalse();
        gate.appended(210);
        assertThat(gate.committedOffset()).isEqualTo(210);
    }

    @Test
    void a_quorum_of_all_waits_for_the_last() {
        QuorumGate gate = gate(5);
        gate.acked(ONE, 7, 150);
        gate.acked(TWO, 7, 150);
        gate.acked(THREE, 7, 150);
        assertThat(gate.committedOffset()).isZero();

        gate.acked(FOUR, 7, 140);

        assertThat(gate.committedOffset()).isEqualTo(140);
    }

    @Test
    void a_frozen_gate_counts_nothing_any_more() {
        QuorumGate gate = gate(2);
        gate.acked(ONE, 7, 120);

        gate.freeze();

        assertThat(gate.acked(ONE, 7, 150)).isFalse();
        assertThat(gate.committedOffset()).isEqualTo(120);
    }

    @Test
    void a_new_epoch_forgets_the_acks_of_the_one_before() {
        QuorumGate gate = gate(2);
        gate.acked(ONE, 7, 150);

        gate.begin(8, SELF, List.of(SELF, ONE, TWO), 2);
        gate.markerAppended(300);

        assertThat(gate.committedOffset()).isZero();
        assertThat(gate.acked(ONE, 8, 300)).isTrue();
    }

    @Test
    void an_ack_of_bytes_that_were_never_written_is_a_broken_peer() {
        QuorumGate gate = gate(2);

        assertThatThrownBy(() -> gate.acked(ONE, 7, 201))
                .hasMessage("ack of epoch 7 from " + ONE + ": wanted an offset of at most 200, got 201");
    }

    @Test
    void agrees_with_sorting_all_offsets_after_every_ack() {
        long seed = Long.getLong("sim.seed", 20_261_121L);
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 200; run++) {
            int writeQuorum = random.nextInt(1, FIVE.size() + 1);
            QuorumGate gate = new QuorumGate();
            gate.begin(7, SELF, FIVE, writeQuorum);
            gate.markerAppended(100);
            gate.appended(1000);
            Map<String, Long> held = new HashMap<>(Map.of(SELF, 1000L, ONE, 0L, TWO, 0L, THREE, 0L, FOUR, 0L));
            for (int ack = 0; ack < 50; ack++) {
                String voter = FIVE.get(random.nextInt(1, FIVE.size()));
                long offset = random.nextLong(1, 1001);
                gate.acked(voter, 7, offset);
                held.merge(voter, offset, Math::max);
                long[] sorted = held.values().stream()
                        .mapToLong(Long::longValue)
                        .sorted()
                        .toArray();
                long quorumHolds = sorted[sorted.length - writeQuorum];
                assertThat(gate.committedOffset())
                        .as("seed %d, run %d, quorum %d, %s", seed, run, writeQuorum, Arrays.toString(sorted))
                        .isEqualTo(quorumHolds < 100 ? 0 : quorumHolds);
            }
        }
    }
}
