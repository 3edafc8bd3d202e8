package io.redisreplicaset.datanode.command;

/// Counters of one command, as `INFO commandstats` shows them. Owned by the engine's thread.
public final class CommandStats {
    private long calls;
    private long nanos;
    private long rejected;
    private long failed;

    public void called(long tookNanos) {
        calls++;
        nanos += tookNanos;
    }

    public void rejected() {
        rejected++;
    }

    public void failed() {
        failed++;
    }

    public void reset() {
        calls = 0;
        nanos = 0;
        rejected = 0;
        failed = 0;
    }

    public long calls() {
        return calls;
    }

    public long micros() {
        return nanos / 1000;
    }

    public long rejectedCalls() {
        return rejected;
    }

    public long failedCalls() {
        return failed;
    }
}
