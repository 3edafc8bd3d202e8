package io.redisreplicaset.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RestartPauseTest {
    private static final Duration AT_ONCE = Duration.ofMillis(300);

    @Test
    void a_node_that_ended_is_started_again_soon() {
        assertThat(RestartPause.NONE.after(Duration.ofDays(1)).length()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void one_that_ends_again_and_again_is_left_alone_for_longer_up_to_a_bound() {
        List<Long> pauses = new ArrayList<>();
        RestartPause pause = RestartPause.NONE;
        for (int end = 0; end < 9; end++) {
            pause = pause.after(AT_ONCE);
            pauses.add(pause.length().toMillis());
        }

        assertThat(pauses).containsExactly(200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L, 10_000L);
    }

    @Test
    void one_that_ran_for_a_while_has_not_failed_at_its_start() {
        RestartPause pause = RestartPause.NONE.after(AT_ONCE).after(AT_ONCE).after(AT_ONCE);

        assertThat(pause.after(Duration.ofSeconds(11)).length()).isEqualTo(Duration.ofMillis(200));
    }
}
