package io.redisreplicaset.operator.coordinator;

import java.time.Instant;
import java.time.InstantSource;

/// The wall clock as it was at the start, and from there on the monotonic clock: it never jumps.
public final class SteadyClock implements InstantSource {
    private final Instant origin = Instant.now();
    private final long originNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return origin.plusNanos(System.nanoTime() - originNanos);
    }
}
