package io.redisreplicaset.operator.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.topology.Action;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class RepeatedEventsTest {
    private static final Action.Emit BLOCKED = Action.emit(Reason.FAILOVER_BLOCKED, "1 of 3 answers");
    private static final Action.Emit SUSPECTED = Action.emit(Reason.MASTER_SUSPECTED, "cache-0: it is not ready");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final RepeatedEvents events = new RepeatedEvents(now::get);

    @Test
    void the_same_is_told_once_and_again_after_a_while() {
        assertThat(events.isNew(BLOCKED)).isTrue();
        assertThat(events.isNew(BLOCKED)).isFalse();

        pass(31_000);

        assertThat(events.isNew(BLOCKED)).isTrue();
    }

    @Test
    void what_goes_on_in_other_words_is_still_the_same() {
        events.isNew(BLOCKED);

        assertThat(events.isNew(Action.emit(Reason.FAILOVER_BLOCKED, "2 of 3 answer")))
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
        assertThat(look(SUSPECTED)).isFalse();
        pass(500);
        look(BLOCKED);
        pass(600);

        assertThat(look(SUSPECTED)).isFalse();
    }

    @Test
    void a_suspicion_that_stays_is_told_once() {
        look(SUSPECTED);
        pass(500);
        look(SUSPECTED);
        pass(500);

        assertThat(look(SUSPECTED)).isTrue();
        assertThat(look(SUSPECTED)).isFalse();
    }

    private boolean look(Action.Emit event) {
        events.see(List.of(event));
        return events.isNew(event);
    }

    private void pass(long millis) {
        now.updateAndGet(instant -> instant.plusMillis(millis));
    }
}
