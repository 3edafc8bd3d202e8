package io.redisreplicaset.operator.coordinator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that a test moves. Any thread may read it.
final class ScriptedClock implements InstantSource {
    private volatile Instant now;
    private final Duration tick;

    private ScriptedClock(Instant start, Duration tick) {
        this.now = start;
        this.tick = tick;
    }

    static ScriptedClock at(Instant start) {
        return new ScriptedClock(start, Duration.ZERO);
    }

    /// Moves on by itself, by so much whenever somebody looks.
    static ScriptedClock ticking(Instant start, Duration tick) {
        return new ScriptedClock(start, tick);
    }

    @Override
    public synchronized Instant instant() {
        now = now.plus(tick);
        return now;
    }

    synchronized void pass(Duration time) {
        now = now.plus(time);
    }
}
