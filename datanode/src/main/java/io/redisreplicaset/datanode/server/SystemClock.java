package io.redisreplicaset.datanode.server;

import io.redisreplicaset.datanode.engine.Clock;

/// The machine's clocks; the monotonic one counts from the start of the process.
final class SystemClock implements Clock {
    private final long startNanos = System.nanoTime();

    @Override
    public long unixMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanos() {
        return System.nanoTime() - startNanos;
    }
}
