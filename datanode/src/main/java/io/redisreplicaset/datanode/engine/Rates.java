package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.NodeStats;

/// Speeds over the last second and a half, from samples taken ten times a second.
final class Rates {
    private static final int SAMPLES = 16;

    private final NodeStats stats;
    private final long[] nanos = new long[SAMPLES];
    private final long[] commands = new long[SAMPLES];
    private final long[] input = new long[SAMPLES];
    private final long[] output = new long[SAMPLES];
    private int taken;

    Rates(NodeStats stats) {
        this.stats = stats;
    }

    void sample(long nowNanos) {
        int slot = taken++ % SAMPLES;
        nanos[slot] = nowNanos;
        commands[slot] = stats.commandsProcessed;
        input[slot] = stats.netInputBytes;
        output[slot] = stats.netOutputBytes;
    }

    long commandsASecond() {
        return aSecond(commands);
    }

    String inputKilobytesASecond() {
        return kilobytes(aSecond(input));
    }

    String outputKilobytesASecond() {
        return kilobytes(aSecond(output));
    }

    private long aSecond(long[] samples) {
        if (taken < 2) {
            return 0;
        }
        int newest = (taken - 1) % SAMPLES;
        int oldest = taken <= SAMPLES ? 0 : taken % SAMPLES;
        long elapsed = nanos[newest] - nanos[oldest];
        return elapsed <= 0 ? 0 : Math.max(0, (samples[newest] - samples[oldest]) * 1_000_000_000L / elapsed);
    }

    private static String kilobytes(long bytes) {
        return String.format(java.util.Locale.ROOT, "%.2f", bytes / 1024.0);
    }
}
