package io.redisreplicaset.operator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PositionTest {
    @Test
    void a_later_epoch_outranks_any_offset() {
        assertThat(new Position(3, 10)).isGreaterThan(new Position(2, 1_000_000));
    }

    @Test
    void within_an_epoch_the_greater_offset_holds_more() {
        assertThat(new Position(2, 11)).isGreaterThan(new Position(2, 10));
        assertThat(new Position(2, 11)).isEqualByComparingTo(new Position(2, 11));
    }

    @Test
    void reads_as_epoch_and_offset() {
        assertThat(new Position(2, 11)).hasToString("2:11");
    }
}
