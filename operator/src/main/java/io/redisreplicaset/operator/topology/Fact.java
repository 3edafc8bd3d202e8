package io.redisreplicaset.operator.topology;

import java.time.Instant;
import java.util.Optional;

/// Something about a node, and when the coordinator learnt it, by the coordinator's own clock. "Unknown" is not
/// "absent": a node that does not answer may hold everything.
public sealed interface Fact<T> {
    Instant at();

    /// It said so.
    ///
    /// @param at when the question was sent, not when the answer came, so that the value is never older than it
    ///     says
    record Known<T>(T value, Instant at) implements Fact<T> {}

    /// Nobody said anything.
    ///
    /// @param at when it was last tried
    record Unknown<T>(String why, Instant at) implements Fact<T> {}

    /// The value, where it is known at all.
    default Optional<T> known() {
        return switch (this) {
            case Known<T>(T value, Instant _) -> Optional.of(value);
            case Unknown<T> _ -> Optional.empty();
        };
    }

    /// The value, where it was learnt at `oldest` or later.
    default Optional<T> since(Instant oldest) {
        return at().isBefore(oldest) ? Optional.empty() : known();
    }
}
