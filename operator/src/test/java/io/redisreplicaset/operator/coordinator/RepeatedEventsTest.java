package io.redisreplicaset.operator.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.resource.Scene;
import io.redisreplicaset.operator.topology.Action;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RepeatedEventsTest {
    private static final Action.Emit SUSPECTED = Action.emit(Reason.MASTER_SUSPECTED, "cache-0: it is not ready");
    private static final Action.Emit RISK = Action.emit(Reason.DATA_LOSS_RISK, "two beginnings");

    private final ScriptedClock clock = ScriptedClock.at(Scene.NOW);
    private final RepeatedEvents events = new RepeatedEvents(clock);

    @Test
    void what_is_said_at_each_step_is_told_once() {
        Action.Emit creating = created("cache-1");

        assertThat(events.news(List.of(creating))).containsExactly(creating);
        assertThat(events.news(List.of(creating))).isEmpty();
        pass(29_000);
        assertThat(events.news(List.of(creating))).isEmpty();
    }

    @Test
    void it_is_told_again_after_half_a_minute() {
        assertThat(events.news(List.of(created("cache-1")))).hasSize(1);
        pass(30_000);
        assertThat(events.news(List.of(created("cache-1")))).hasSize(1);
    }

    @Test
    void the_same_of_another_node_is_something_else() {
        assertThat(events.news(List.of(created("cache-1"), created("cache-2")))).hasSize(2);
        assertThat(events.news(List.of(created("cache-1"), created("cache-2")))).isEmpty();
    }

    @Test
    void a_node_that_is_made_deleted_and_made_again_is_told_each_time() {
        assertThat(events.news(List.of(created("cache-3")))).hasSize(1);
        assertThat(events.news(List.of(deleted("cache-3")))).hasSize(1);
        assertThat(events.news(List.of(created("cache-3")))).hasSize(1);
        assertThat(events.news(List.of(deleted("cache-3")))).hasSize(1);
    }

    @Test
    void a_node_that_is_told_to_follow_another_is_news_and_back_again_too() {
        assertThat(events.news(List.of(repointed("cache-2", "cache-1")))).hasSize(1);
        assertThat(events.news(List.of(repointed("cache-2", "cache-0")))).hasSize(1);
        assertThat(events.news(List.of(repointed("cache-2", "cache-1")))).hasSize(1);
    }

    @Test
    void a_node_that_refuses_to_follow_is_not_told_at_each_try() {
        assertThat(events.news(List.of(repointed("cache-2", "cache-1")))).hasSize(1);
        for (int tries = 0; tries < 20; tries++) {
            pass(500);
            assertThat(events.news(List.of())).isEmpty();
            assertThat(events.news(List.of(repointed("cache-2", "cache-1")))).isEmpty();
        }
    }

    @Test
    void a_suspicion_that_passes_within_a_second_is_no_news() {
        assertThat(events.news(List.of(SUSPECTED))).isEmpty();
        pass(900);
        assertThat(events.news(List.of(SUSPECTED))).isEmpty();
        pass(200);
        assertThat(events.news(List.of())).isEmpty();
        assertThat(events.nextTelling()).isEmpty();
    }

    @Test
    void a_suspicion_that_lasts_a_second_is_told() {
        events.news(List.of(SUSPECTED));

        assertThat(events.nextTelling()).contains(Scene.NOW.plusSeconds(1));
        pass(1_000);
        assertThat(events.news(List.of(SUSPECTED))).containsExactly(SUSPECTED);
        assertThat(events.nextTelling()).isEmpty();
    }

    @Test
    void a_suspicion_lasts_also_where_steps_are_far_apart() {
        events.news(List.of(SUSPECTED));
        pass(20_000);

        assertThat(events.news(List.of(SUSPECTED))).containsExactly(SUSPECTED);
    }

    @Test
    void a_suspicion_that_was_over_for_long_begins_anew() {
        events.news(List.of(SUSPECTED));
        pass(500);
        events.news(List.of());
        pass(10_000);
        events.news(List.of());

        assertThat(events.news(List.of(SUSPECTED))).isEmpty();
        pass(1_000);
        assertThat(events.news(List.of(SUSPECTED))).hasSize(1);
    }

    @Test
    void two_suspicions_that_pass_are_not_one_that_lasts() {
        events.news(List.of(SUSPECTED));
        pass(300);
        events.news(List.of());
        pass(1_200);

        assertThat(events.news(List.of(SUSPECTED))).isEmpty();
    }

    @Test
    void a_copy_that_is_asked_for_and_not_needed_is_no_news() {
        Action.Emit copying = Action.emit(Reason.NODE_RESYNCING, "cache-1 copies the data of cache-0", "cache-1");

        assertThat(events.news(List.of(copying))).isEmpty();
        pass(20);
        events.news(List.of());
        pass(5_000);
        assertThat(events.news(List.of(copying))).isEmpty();
        pass(1_000);
        assertThat(events.news(List.of(copying))).containsExactly(copying);
    }

    @Test
    void what_flickers_is_one_thing() {
        assertThat(events.news(List.of(RISK))).hasSize(1);
        for (int flicker = 0; flicker < 50; flicker++) {
            pass(300);
            assertThat(events.news(List.of())).isEmpty();
            pass(200);
            assertThat(events.news(List.of(RISK))).isEmpty();
        }
    }

    @Test
    void what_was_over_and_comes_back_is_told_again() {
        assertThat(events.news(List.of(RISK))).hasSize(1);
        events.news(List.of());
        pass(2_000);
        events.news(List.of());

        assertThat(events.news(List.of(RISK))).hasSize(1);
    }

    @Test
    void a_state_that_is_put_in_other_words_is_the_same_state() {
        assertThat(events.news(List.of(RISK))).hasSize(1);

        assertThat(events.news(List.of(Action.emit(Reason.DATA_LOSS_RISK, "three beginnings"))))
                .isEmpty();
    }

    @Test
    void a_state_that_lasts_is_told_again_after_half_a_minute() {
        assertThat(events.news(List.of(RISK))).hasSize(1);
        pass(30_000);
        assertThat(events.news(List.of(RISK))).hasSize(1);
        assertThat(events.news(List.of(RISK))).isEmpty();
    }

    @Test
    void a_state_is_told_beside_what_is_done_to_the_same_node() {
        Action.Emit halted = Action.emit(Reason.ROLLING_UPDATE_HALTED, "cache-1 does not serve", "cache-1");

        assertThat(events.news(List.of(halted, repointed("cache-1", "cache-0"))))
                .hasSize(2);
        assertThat(events.news(List.of(halted, repointed("cache-1", "cache-0"))))
                .isEmpty();
    }

    @Test
    void no_more_is_remembered_than_a_set_can_need() {
        for (int node = 0; node < 300; node++) {
            events.news(List.of(created("cache-" + node)));
        }

        List<Action.Emit> again = events.news(IntStream.range(0, 300)
                .mapToObj(node -> created("cache-" + node))
                .toList());

        assertThat(again).hasSizeGreaterThanOrEqualTo(300 - 256);
    }

    private void pass(long millis) {
        clock.pass(Duration.ofMillis(millis));
    }

    private static Action.Emit created(String node) {
        return Action.emit(Reason.NODE_CREATED, "Creating node " + node, node);
    }

    private static Action.Emit deleted(String node) {
        return Action.emit(Reason.NODE_DELETED, "Deleting node " + node + ": scaled away", node);
    }

    private static Action.Emit repointed(String node, String upstream) {
        return Action.emit(Reason.REPLICA_REPOINTED, node + " is told to follow " + upstream, node);
    }
}
