package io.redisreplicaset.datanode.engine;

/// The only door to time.
public interface Clock {
    /// Unix time in milliseconds: for expiry and for what users read. May jump.
    long unixMillis();

    /// The monotonic clock: for everything that waits or measures. Also runs while the process is stopped.
    long nanos();
}
