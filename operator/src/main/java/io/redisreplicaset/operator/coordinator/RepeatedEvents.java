package io.redisreplicaset.operator.coordinator;

import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.topology.Action;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The machine says the same at every step for as long as it is so. It is told once, and again after a while. A
/// suspicion that passes by itself is not told at all: a new master is not ready before its runtime has asked it, and a
/// real failover tells of itself.
final class RepeatedEvents {
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(30);
    private static final Duration SUSPICION = Duration.ofSeconds(1);
    private static final int MOST_REMEMBERED = 256;

    /// What makes two events the same: not their words, in which milliseconds and counts change.
    private record Subject(Reason reason, Optional<String> node) {}

    private record Told(String message, Instant at) {}

    private final InstantSource clock;
    private final Map<Subject, Told> told = new LinkedHashMap<>();
    private Optional<Instant> suspectedSince = Optional.empty();

    RepeatedEvents(InstantSource clock) {
        this.clock = clock;
    }

    /// A step was taken, with these actions.
    void see(List<Action> actions) {
        boolean isSuspected = actions.stream()
                .anyMatch(action -> action instanceof Action.Emit emit && emit.reason() == Reason.MASTER_SUSPECTED);
        suspectedSince = isSuspected ? suspectedSince.or(() -> Optional.of(clock.instant())) : Optional.empty();
    }

    boolean isNew(Action.Emit event) {
        Instant now = clock.instant();
        boolean mayPass = suspectedSince
                .filter(since -> since.plus(SUSPICION).isAfter(now))
                .isPresent();
        if (event.reason() == Reason.MASTER_SUSPECTED && mayPass) {
            return false;
        }
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
