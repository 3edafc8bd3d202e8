package io.redisreplicaset.operator.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.topology.Attempt.Kind;
import io.redisreplicaset.operator.topology.Attempt.Stage;
import io.redisreplicaset.operator.topology.Deadlines;
import io.redisreplicaset.operator.topology.MasterRecord;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.SetSketch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CoordinatorMemoryTest {
    private static final Instant NOW = SetSketch.NOW;

    private final SetSketch set = SetSketch.running(3);
    private final CoordinatorMemory fresh = CoordinatorMemory.fresh(SetSketch.COORDINATOR, NOW);

    private SetRecord attempting(long epoch, Stage stage) {
        return set.record.withAttempt(Optional.of(set.attempt(epoch, Kind.FAILOVER, stage)));
    }

    @Test
    void remembers_since_when_an_attempt_is_at_its_stage() {
        CoordinatorMemory first = fresh.seeing(attempting(2, Stage.FENCING), NOW);
        CoordinatorMemory second = first.seeing(attempting(2, Stage.FENCING), NOW.plusSeconds(3));

        assertThat(second.attempt().orElseThrow().since()).isEqualTo(NOW);
    }

    @Test
    void a_new_stage_and_a_new_epoch_begin_anew() {
        CoordinatorMemory first = fresh.seeing(attempting(2, Stage.FENCING), NOW);
        Instant later = NOW.plusSeconds(3);

        assertThat(first.seeing(attempting(2, Stage.PROMOTING), later)
                        .attempt()
                        .orElseThrow()
                        .since())
                .isEqualTo(later);
        assertThat(first.seeing(attempting(3, Stage.FENCING), later)
                        .attempt()
                        .orElseThrow()
                        .since())
                .isEqualTo(later);
        assertThat(first.seeing(set.record, later).attempt()).isEmpty();
    }

    @Test
    void remembers_since_when_voters_wait_for_their_marker() {
        SetRecord waiting = set.record.withVoters(set.record.config(), Optional.of(set.groupOf(0, 1)));

        CoordinatorMemory memory = fresh.seeing(waiting, NOW).seeing(waiting, NOW.plusSeconds(3));

        assertThat(memory.unfinishedSince()).contains(NOW);
        assertThat(memory.seeing(set.record, NOW.plusSeconds(4)).unfinishedSince())
                .isEmpty();
    }

    @Test
    void knows_how_old_a_mastership_is_since_it_first_saw_it() {
        CoordinatorMemory memory = fresh.seeing(set.record, NOW).seeing(set.record, NOW.plusSeconds(3));
        assertThat(memory.mastershipAge(NOW.plusSeconds(5))).isEqualTo(Duration.ofSeconds(5));

        SetRecord next = set.record.withMaster(new MasterRecord(set.voter(0), 2), 1);
        assertThat(memory.seeing(next, NOW.plusSeconds(5)).mastershipAge(NOW.plusSeconds(6)))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(fresh.mastershipAge(NOW)).isZero();
    }

    @Test
    void the_wait_doubles_with_each_failure_up_to_its_bound() {
        CoordinatorMemory memory = fresh;
        Duration expected = Deadlines.BACKOFF;
        for (int i = 0; i < 20; i++) {
            memory = memory.afterFailure(NOW);
            assertThat(memory.backOffUntil()).contains(NOW.plus(expected));
            expected = expected.multipliedBy(2).compareTo(Deadlines.BACKOFF_MAX) > 0
                    ? Deadlines.BACKOFF_MAX
                    : expected.multipliedBy(2);
        }
    }

    @Test
    void backs_off_until_the_wait_is_over() {
        CoordinatorMemory memory = fresh.afterFailure(NOW);

        assertThat(memory.isBackingOff(NOW.plus(Deadlines.BACKOFF).minusMillis(1)))
                .isTrue();
        assertThat(memory.isBackingOff(NOW.plus(Deadlines.BACKOFF))).isFalse();
    }

    @Test
    void a_success_forgets_the_failures() {
        CoordinatorMemory memory = fresh.afterFailure(NOW).afterFailure(NOW).afterSuccess();

        assertThat(memory.failures()).isZero();
        assertThat(memory.isBackingOff(NOW)).isFalse();
    }

    @Test
    void owns_what_this_incarnation_reserved_and_nothing_else() {
        assertThat(fresh.owns(set.attempt(2, Kind.FAILOVER, Stage.FENCING))).isTrue();
        assertThat(CoordinatorMemory.fresh("operator/2", NOW).owns(set.attempt(2, Kind.FAILOVER, Stage.FENCING)))
                .isFalse();
    }
}
