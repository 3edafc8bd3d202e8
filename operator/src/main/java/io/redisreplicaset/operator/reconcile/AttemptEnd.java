package io.redisreplicaset.operator.reconcile;

import io.redisreplicaset.operator.telemetry.OperatorMetrics.FailoverFigures;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.LastFailover;
import io.redisreplicaset.operator.topology.SetRecord;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// From two records, one after the other: whether an attempt ended between them, and how. Pure.
final class AttemptEnd {
    private AttemptEnd() {}

    static Optional<FailoverFigures> between(SetRecord before, SetRecord after) {
        Optional<Attempt> open = before.attempt();
        boolean hasEnded = open.isPresent()
                && !open.map(Attempt::epoch).equals(after.attempt().map(Attempt::epoch));
        if (!hasEnded) {
            return Optional.empty();
        }
        Attempt attempt = open.get();
        boolean isCompleted = after.master()
                .filter(master -> master.epoch() == attempt.epoch())
                .isPresent();
        Optional<LastFailover> figures =
                isCompleted && attempt.kind().replacesMaster() ? after.lastFailover() : Optional.empty();
        return Optional.of(new FailoverFigures(
                attempt.kind().name().toLowerCase(Locale.ROOT),
                isCompleted ? "completed" : "aborted",
                Duration.ofMillis(figures.map(LastFailover::detectMillis).orElse(0L)),
                Duration.ofMillis(figures.map(LastFailover::totalMillis).orElse(0L))));
    }
}
