package io.redisreplicaset.operator.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class EventBudgetTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final SetReference CACHE = new SetReference("shop", "cache", "uid-1");
    private static final SetReference ORDERS = new SetReference("shop", "orders", "uid-2");

    private final EventBudget budget = new EventBudget();

    @Test
    void takes_a_burst_and_then_one_for_each_refill() {
        assertThat(spend(CACHE, NOON)).isEqualTo(EventBudget.BURST);
        assertThat(spend(CACHE, NOON)).isZero();
        assertThat(spend(CACHE, NOON.plus(EventBudget.REFILL.multipliedBy(3)))).isEqualTo(3);
    }

    @Test
    void a_noisy_set_costs_another_one_nothing() {
        spend(CACHE, NOON);

        assertThat(budget.allows(ORDERS, NOON)).isTrue();
    }

    @Test
    void saves_up_no_more_than_a_burst() {
        budget.allows(CACHE, NOON);

        assertThat(spend(CACHE, NOON.plusSeconds(86_400))).isEqualTo(EventBudget.BURST);
    }

    private int spend(SetReference set, Instant now) {
        int allowed = 0;
        while (budget.allows(set, now)) {
            allowed++;
        }
        return allowed;
    }
}
