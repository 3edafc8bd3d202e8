package io.redisreplicaset.operator.coordinator;

import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.topology.Action;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The machine says the same at every step for as long as it is so. It is told once, and again after a while.
final class RepeatedEvents {
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(30);
    private static final Duration LASTING = Duration.ofSeconds(1);

    /// Two steps that find it are further apart only if it was not so in between.
    private static final Duration SAME_CONDITION = Duration.ofSeconds(2);

    private static final int MOST_REMEMBERED = 256;

    /// What makes two events the same: not their words, in which milliseconds and counts change.
    private record Subject(Reason reason, Optional<String> node) {}

    private record Told(String message, Instant at) {}

    /// Since when something has been so, and when that was last found.
    private record Condition(Instant since, Instant until) {}

    private final InstantSource clock;
    private final Map<Subject, Told> told = new LinkedHashMap<>();
    private final Map<Reason, Condition> conditions = new EnumMap<>(Reason.class);

    RepeatedEvents(InstantSource clock) {
        this.clock = clock;
    }

    boolean isNew(Action.Emit event) {
        Instant now = clock.instant();
        return (!mayPassByItself(event.reason()) || lasts(event.reason(), now)) && isNotSaid(event, now);
    }

    /// While nodes start and get to know one another, things look worse than they are; that is no news. And a suspicion
    /// that was right is told as a failover.
    private static boolean mayPassByItself(Reason reason) {
        return reason == Reason.MASTER_SUSPECTED || reason == Reason.FAILOVER_BLOCKED;
    }

    private boolean lasts(Reason reason, Instant now) {
        Instant since = Optional.ofNullable(conditions.get(reason))
                .filter(before -> before.until().plus(SAME_CONDITION).isAfter(now))
                .map(Condition::since)
                .orElse(now);
        Condition present = new Condition(since, now);
        conditions.put(reason, present);
        return !present.since().plus(LASTING).isAfter(now);
    }

    private boolean isNotSaid(Action.Emit event, Instant now) {
        Subject subject = new Subject(event.reason(), event.node());
        Told last = told.get(subject);
        boolean isRepeated = last != null
                && last.at().plus(AGAIN_AFTER).isAfter(now)
                && (last.message().equals(event.message()) || isOngoing(event.reason()));
        if (isRepeated) {
            return false;
        }
        told.remove(subject);
        told.put(subject, new Told(event.message(), now));
        if (told.size() > MOST_REMEMBERED) {
            told.remove(told.keySet().iterator().next());
        }
        return true;
    }

    /// Reasons that hold for a while and are found again at each step, in words that may differ.
    private static boolean isOngoing(Reason reason) {
        return switch (reason) {
            case MASTER_SUSPECTED, FAILOVER_BLOCKED, DATA_LOSS_RISK, ROLLING_UPDATE_HALTED, RECONCILE_FAILED -> true;
            default -> false;
        };
    }
}
