package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.command.NodeStats;
import org.junit.jupiter.api.Test;

final class RatesTest {
    private static final long MILLI = 1_000_000;

    private final NodeStats stats = new NodeStats();
    private final Rates rates = new Rates(stats);

    @Test
    void are_zero_before_there_are_two_samples() {
        assertThat(rates.commandsASecond()).isZero();
        stats.commandsProcessed = 100;
        rates.sample(0);
        assertThat(rates.commandsASecond()).isZero();
    }

    @Test
    void are_what_happened_between_the_samples() {
        rates.sample(0);
        stats.commandsProcessed = 50;
        stats.netInputBytes = 2048;
        stats.netOutputBytes = 512;
        rates.sample(500 * MILLI);

        assertThat(rates.commandsASecond()).isEqualTo(100);
        assertThat(rates.inputKilobytesASecond()).isEqualTo("4.00");
        assertThat(rates.outputKilobytesASecond()).isEqualTo("1.00");
    }

    @Test
    void forget_what_is_older_than_their_samples() {
        stats.commandsProcessed = 0;
        for (int i = 0; i < 100; i++) {
            rates.sample(i * 100L * MILLI);
            // Fast at first, then ten a tenth of a second.
            stats.commandsProcessed += i < 50 ? 1000 : 10;
        }

        assertThat(rates.commandsASecond()).isEqualTo(100);
    }

    @Test
    void are_not_below_zero_when_counters_were_reset() {
        stats.commandsProcessed = 1000;
        rates.sample(0);
        stats.reset();
        rates.sample(100 * MILLI);

        assertThat(rates.commandsASecond()).isZero();
    }

    @Test
    void are_zero_where_no_time_has_passed() {
        rates.sample(5);
        stats.commandsProcessed = 10;
        rates.sample(5);

        assertThat(rates.commandsASecond()).isZero();
    }
}
