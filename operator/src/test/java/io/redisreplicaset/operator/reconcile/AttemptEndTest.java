package io.redisreplicaset.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.telemetry.OperatorMetrics.FailoverFigures;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.LastFailover;
import io.redisreplicaset.operator.topology.MasterRecord;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Voter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AttemptEndTest {
    private static final Voter OLD = new Voter("disk-0", "cache-0");
    private static final Voter NEW = new Voter("disk-1", "cache-1");
    private static final SetRecord AT_REST = SetRecord.initial("1");

    @Test
    void nothing_ends_where_nothing_was_open() {
        assertThat(AttemptEnd.between(AT_REST, open(Attempt.Kind.FAILOVER))).isEmpty();
    }

    @Test
    void a_stage_is_not_an_end() {
        SetRecord open = open(Attempt.Kind.FAILOVER);

        assertThat(AttemptEnd.between(open, open.withUpdatingTo(Optional.of("abc"))))
                .isEmpty();
    }

    @Test
    void a_failover_that_made_a_master_has_its_times() {
        SetRecord done = open(Attempt.Kind.FAILOVER)
                .withMaster(new MasterRecord(NEW, 7), 1)
                .withLastFailover(new LastFailover(
                        Optional.of("cache-0"), "cache-1", "it does not answer", 40, 180, Instant.EPOCH));

        assertThat(AttemptEnd.between(open(Attempt.Kind.FAILOVER), done))
                .contains(new FailoverFigures("failover", "completed", Duration.ofMillis(40), Duration.ofMillis(180)));
    }

    @Test
    void one_that_made_none_was_aborted() {
        SetRecord closed = open(Attempt.Kind.SWITCHOVER).withAttempt(Optional.empty());

        assertThat(AttemptEnd.between(open(Attempt.Kind.SWITCHOVER), closed))
                .contains(new FailoverFigures("switchover", "aborted", Duration.ZERO, Duration.ZERO));
    }

    @Test
    void other_voters_are_no_failover_and_have_no_times() {
        SetRecord done = open(Attempt.Kind.VOTERS).withMaster(new MasterRecord(OLD, 7), 1);

        assertThat(AttemptEnd.between(open(Attempt.Kind.VOTERS), done))
                .contains(new FailoverFigures("voters", "completed", Duration.ZERO, Duration.ZERO));
    }

    private static SetRecord open(Attempt.Kind kind) {
        return AT_REST.withAttempt(Optional.of(new Attempt(
                7,
                "operator",
                kind,
                Attempt.Stage.FENCING,
                Optional.of(OLD),
                Optional.empty(),
                Optional.empty(),
                "it does not answer",
                40,
                Instant.EPOCH)));
    }
}
