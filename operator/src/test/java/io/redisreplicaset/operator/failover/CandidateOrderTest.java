package io.redisreplicaset.operator.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.failover.CandidateOrder.Candidate;
import io.redisreplicaset.operator.topology.SetSketch;
import io.redisreplicaset.operator.topology.Voter;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CandidateOrderTest {
    private final SetSketch set = SetSketch.running(3);

    private String best(Optional<Voter> preferred) {
        return IntStream.range(0, 3)
                .mapToObj(i -> new Candidate(set.voter(i), set.node(i).status()))
                .min(new CandidateOrder(preferred))
                .orElseThrow()
                .voter()
                .name();
    }

    private String best() {
        return best(Optional.empty());
    }

    @Test
    void among_equals_the_lowest_ordinal() {
        assertThat(best()).isEqualTo("cache-0");
    }

    @Test
    void among_equals_the_lower_priority_before_the_lower_ordinal() {
        set.node(2).priority = 10;

        assertThat(best()).isEqualTo("cache-2");
    }

    @Test
    void among_equals_the_one_that_the_attempt_was_meant_for_before_priority() {
        set.node(2).priority = 10;

        assertThat(best(Optional.of(set.voter(1)))).isEqualTo("cache-1");
    }

    @Test
    void who_holds_more_before_who_was_meant() {
        set.node(2).holds(1, 101);

        assertThat(best(Optional.of(set.voter(1)))).isEqualTo("cache-2");
    }

    @Test
    void a_later_epoch_before_a_greater_offset() {
        set.node(0).holds(1, 5_000);
        set.node(1).holds(2, 10);

        assertThat(best()).isEqualTo("cache-1");
    }

    @Test
    void an_empty_node_never_beats_one_with_data() {
        set.node(0).holds(0, 0);
        set.node(0).offset = 9_000;
        set.node(0).historyEpoch = 7;
        set.node(1).holds(1, 1);
        set.node(2).holds(1, 0);

        assertThat(best()).isEqualTo("cache-1");
    }
}
