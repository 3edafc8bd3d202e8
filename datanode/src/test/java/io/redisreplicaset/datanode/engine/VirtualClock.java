package io.redisreplicaset.datanode.engine;

/// Time that passes only when a test says so.
public final class VirtualClock implements Clock {
    private long unixMillis = 1_700_000_000_000L;
    private long nanos = 5_000_000_000L;

    /// What passes on the monotonic clock whenever somebody looks at it: the work in between takes that long.
    private long nanosALook;

    @Override
    public long unixMillis() {
        return unixMillis;
    }

    @Override
    public long nanos() {
        nanos += nanosALook;
        return nanos;
    }

    public void advanceMillis(long millis) {
        unixMillis += millis;
        nanos += millis * 1_000_000;
    }

    /// The wall clock alone is set anew.
    public void jumpMillis(long millis) {
        unixMillis += millis;
    }

    public void nanosALook(long each) {
        nanosALook = each;
    }
}
