package io.redisreplicaset.operator.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EventMemoryTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private final EventMemory memory = new EventMemory();

    @Test
    void what_was_never_said_is_new() {
        assertThat(memory.again(suspected("it is not ready"), NOON)).isEmpty();
    }

    @Test
    void the_same_again_counts_the_first_one_up() {
        memory.remember(suspected("it is not ready"), new EventMemory.Told("cache.1", NOON, NOON, 1));

        Instant later = NOON.plusSeconds(40);
        assertThat(memory.again(suspected("it is not ready"), later))
                .contains(new EventMemory.Told("cache.1", NOON, later, 2));
    }

    @Test
    void other_words_are_another_event() {
        memory.remember(suspected("it is not ready"), new EventMemory.Told("cache.1", NOON, NOON, 1));

        assertThat(memory.again(suspected("it does not answer"), NOON)).isEmpty();
    }

    @Test
    void one_that_the_api_server_has_dropped_by_now_is_made_anew() {
        memory.remember(suspected("it is not ready"), new EventMemory.Told("cache.1", NOON, NOON, 1));

        assertThat(memory.again(suspected("it is not ready"), NOON.plus(Duration.ofHours(1))))
                .isEmpty();
    }

    @Test
    void forgets_the_oldest_and_no_more_than_it_must() {
        for (int i = 0; i <= EventMemory.MOST_REMEMBERED; i++) {
            memory.remember(suspected("look " + i), new EventMemory.Told("cache." + i, NOON, NOON, 1));
        }

        assertThat(memory.size()).isEqualTo(EventMemory.MOST_REMEMBERED);
        assertThat(memory.again(suspected("look 0"), NOON)).isEmpty();
        assertThat(memory.again(suspected("look 1"), NOON)).isPresent();
    }

    private static EventMemory.Subject suspected(String message) {
        return new EventMemory.Subject(
                new SetReference("shop", "cache", "uid-1"), Reason.MASTER_SUSPECTED, Optional.empty(), message);
    }
}
