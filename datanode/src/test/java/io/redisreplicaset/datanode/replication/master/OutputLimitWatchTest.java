package io.redisreplicaset.datanode.replication.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.replication.master.OutputLimitWatch.Limits;
import org.junit.jupiter.api.Test;

final class OutputLimitWatchTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Limits LIMITS = new Limits(1000, 100, 60 * SECOND, 10);

    private final OutputLimitWatch watch = new OutputLimitWatch();

    @Test
    void the_hard_limit_ends_it_at_once() {
        assertThat(watch.isExceeded(1000, LIMITS, 0)).isFalse();
        assertThat(watch.isExceeded(1001, LIMITS, 0)).isTrue();
    }

    @Test
    void the_soft_limit_ends_it_after_its_time() {
        assertThat(watch.isExceeded(101, LIMITS, 0)).isFalse();
        assertThat(watch.isExceeded(101, LIMITS, 60 * SECOND)).isFalse();
        assertThat(watch.isExceeded(101, LIMITS, 60 * SECOND + 1)).isTrue();
    }

    @Test
    void whoever_catches_up_begins_anew() {
        assertThat(watch.isExceeded(101, LIMITS, 0)).isFalse();
        assertThat(watch.isExceeded(100, LIMITS, 59 * SECOND)).isFalse();
        assertThat(watch.isExceeded(101, LIMITS, 61 * SECOND)).isFalse();
        assertThat(watch.isExceeded(101, LIMITS, 121 * SECOND)).isFalse();
        assertThat(watch.isExceeded(101, LIMITS, 121 * SECOND + 1)).isTrue();
    }

    @Test
    void zero_is_no_limit() {
        Limits none = new Limits(0, 0, 0, 10);
        assertThat(watch.isExceeded(Long.MAX_VALUE, none, 0)).isFalse();
        assertThat(watch.isExceeded(Long.MAX_VALUE, none, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void a_limit_below_the_backlog_is_the_backlogs() {
        Limits low = new Limits(1000, 100, 0, 5000);
        assertThat(watch.isExceeded(5000, low, 0)).isFalse();
        assertThat(watch.isExceeded(5001, low, 0)).isTrue();
    }
}
