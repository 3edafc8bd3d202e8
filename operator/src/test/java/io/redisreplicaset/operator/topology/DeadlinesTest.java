package io.redisreplicaset.operator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What the times must be to one another, whatever each of them is.
final class DeadlinesTest {
    @Test
    void a_command_is_over_before_it_is_tried_again() {
        assertThat(Deadlines.COMMAND).isLessThan(Deadlines.COMMAND_RETRY);
    }

    @Test
    void an_attempt_has_time_for_several_rounds_of_commands() {
        assertThat(Deadlines.COMMAND_RETRY.multipliedBy(4)).isLessThan(Deadlines.ATTEMPT);
    }

    @Test
    void a_switchover_gives_the_writes_back_before_its_attempt_is_over() {
        assertThat(Deadlines.SWITCHOVER).isLessThan(Deadlines.ATTEMPT);
        assertThat(Deadlines.SWITCHOVER_POLL).isLessThan(Deadlines.COMMAND);
    }

    @Test
    void the_wait_after_failures_is_bounded() {
        assertThat(Deadlines.BACKOFF).isLessThan(Deadlines.BACKOFF_MAX);
        assertThat(Deadlines.BACKOFF_MAX).isLessThanOrEqualTo(Deadlines.ATTEMPT);
    }
}
