package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.SavePoint;
import org.jspecify.annotations.Nullable;

/// What is known of the saves so far, and whether the next one is due. Pure: time is an argument.
final class SnapshotStatus {
    /// After a failure the next try waits at least so long, even if a save point is due.
    private static final long RETRY_NANOS = 5_000_000_000L;

    private static final long NANOS_A_SECOND = 1_000_000_000L;
    private static final int NEVER = -1;

    private final EngineCore core;
    private boolean lastFailed;
    private long lastGoodSeconds;
    private long lastGoodNanos;
    private long lastTryNanos;
    private long lastDurationSeconds = NEVER;
    private long lastChangedBytes;
    private long saves;

    SnapshotStatus(EngineCore core) {
        this.core = core;
        this.lastGoodSeconds = core.startedMillis() / 1000;
        this.lastGoodNanos = core.clock().nanos();
        this.lastTryNanos = lastGoodNanos - RETRY_NANOS;
    }

    /// A save begins.
    void began() {
        saves++;
        lastTryNanos = core.clock().nanos();
    }

    /// A save is on disk. What it holds is no longer a change that could be lost.
    ///
    /// @param changesCovered of [io.redisreplicaset.datanode.command.NodeStats#dirty]
    void succeeded(long changesCovered) {
        core.stats().dirty -= changesCovered;
        lastFailed = false;
        lastGoodSeconds = core.clock().unixMillis() / 1000;
        lastGoodNanos = core.clock().nanos();
    }

    void failed() {
        lastFailed = true;
    }

    /// A background save is over, well or not.
    ///
    /// @param changedBytes memory of the entries that changed meanwhile
    void backgroundEnded(long changedBytes) {
        lastDurationSeconds = (core.clock().nanos() - lastTryNanos) / NANOS_A_SECOND;
        lastChangedBytes = changedBytes;
    }

    boolean lastFailed() {
        return lastFailed;
    }

    long lastGoodSeconds() {
        return lastGoodSeconds;
    }

    /// How long the last background save took; -1 before the first.
    long lastDurationSeconds() {
        return lastDurationSeconds;
    }

    /// How long the present one has taken.
    long presentDurationSeconds() {
        return (core.clock().nanos() - lastTryNanos) / NANOS_A_SECOND;
    }

    long lastChangedBytes() {
        return lastChangedBytes;
    }

    long saves() {
        return saves;
    }

    /// The save point that is due; null if none is.
    @Nullable
    SavePoint due() {
        long now = core.clock().nanos();
        if (lastFailed && now - lastTryNanos <= RETRY_NANOS) {
            return null;
        }
        for (SavePoint point : core.settings().get(Directives.SAVE)) {
            if (core.stats().dirty >= point.changes() && now - lastGoodNanos > point.seconds() * NANOS_A_SECOND) {
                return point;
            }
        }
        return null;
    }

    /// Whether writes stop: the last save failed, saves are wanted, and that is what they are to do then.
    boolean stopsWrites() {
        return lastFailed
                && core.settings().isOn(Directives.STOP_WRITES_ON_BGSAVE_ERROR)
                && !core.settings().get(Directives.SAVE).isEmpty();
    }
}
