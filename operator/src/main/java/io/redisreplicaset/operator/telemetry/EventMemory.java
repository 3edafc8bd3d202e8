package io.redisreplicaset.operator.telemetry;

import io.redisreplicaset.operator.api.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which Event tells what, so that the same thing said again counts the first one up instead of adding one.
///
/// Owned by one thread. Bounded: the one that was said longest ago is forgotten first.
final class EventMemory {
    static final int MOST_REMEMBERED = 2_048;

    /// API servers keep an Event for an hour after its last change.
    private static final Duration LIFETIME = Duration.ofMinutes(50);

    /// What makes two Events one.
    record Subject(SetReference set, Reason reason, Optional<String> node, String message) {}

    /// @param name of the Event's object
    /// @param count how often it was said, this time included
    record Told(String name, Instant first, Instant last, int count) {}

    private final Map<Subject, Told> told = new LinkedHashMap<>();

    /// The Event to count up, with this time counted; empty where a new one is needed.
    Optional<Told> again(Subject subject, Instant now) {
        Told before = told.get(subject);
        if (before == null || before.last().plus(LIFETIME).isBefore(now)) {
            return Optional.empty();
        }
        return Optional.of(new Told(before.name(), before.first(), now, before.count() + 1));
    }

    void remember(Subject subject, Told event) {
        // Taken out first: the order is that of the last telling.
        told.remove(subject);
        told.put(subject, event);
        if (told.size() > MOST_REMEMBERED) {
            told.remove(told.keySet().iterator().next());
        }
    }

    void forget(Subject subject) {
        told.remove(subject);
    }

    int size() {
        return told.size();
    }
}
