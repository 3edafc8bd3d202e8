package io.redisreplicaset.operator.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.topology.Action;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class RepeatedEventsTest {
    private static final Action.Emit SUSPECTED = Action.emit(Reason.MASTER_SUSPECTED, "cache-0: it is not ready");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final RepeatedEvents events = new RepeatedEvents(now::get);

    @Test
    void the_same_is_told_once_and_again_after_a_while() {
        Action.Emit risk = Action.emit(Reason.DATA_LOSS_RISK, "two beginnings");

        assertThat(events.isNew(risk)).isTrue();
        assertThat(events.isNew(risk)).isFalse();

        pass(31_000);

        assertThat(events.isNew(risk)).isTrue();
    }

    @Test
    void what_goes_on_in_other_words_is_still_the_same() {
        events.isNew(Action.emit(Reason.DATA_LOSS_RISK, "2 nodes hold something else"));

        assertThat(events.isNew(Action.emit(Reason.DATA_LOSS_RISK, "3 nodes hold something else")))
                .isFalse();
    }

    @Test
    void what_happens_again_in_other_words_is_another_thing() {
        events.isNew(Action.emit(Reason.FAILOVER_COMPLETED, "cache-1 is master of epoch 2"));

        assertThat(events.isNew(Action.emit(Reason.FAILOVER_COMPLETED, "cache-1 is master of epoch 4")))
                .isTrue();
    }

    @Test
    void a_suspicion_that_passes_is_not_told() {
        assertThat(events.isNew(SUSPECTED)).isFalse();
        pass(500);
        assertThat(events.isNew(SUSPECTED)).isFalse();
        pass(5_000);

        assertThat(events.isNew(SUSPECTED)).isFalse();
    }

    @Test
    void a_suspicion_that_stays_is_told_once() {
        events.isNew(SUSPECTED);
        pass(500);
        events.isNew(SUSPECTED);
        pass(500);

        assertThat(events.isNew(SUSPECTED)).isTrue();
        assertThat(events.isNew(SUSPECTED)).isFalse();
    }

    private void pass(long millis) {
        now.updateAndGet(instant -> instant.plusMillis(millis));
    }
}
