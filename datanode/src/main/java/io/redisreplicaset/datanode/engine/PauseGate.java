package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.CommandFlag;
import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.command.Transaction;
import org.jspecify.annotations.Nullable;

/// CLIENT PAUSE, and the end of the process: requests that wait for a moment.
final class PauseGate {
    private long endMillis;
    private boolean onlyWrites;
    private boolean isSet;

    /// The process is about to end; a CLIENT PAUSE has an end of its own.
    private boolean holdsWrites;

    /// The longer end wins, and holding everything wins over holding writes.
    void pause(long untilMillis, boolean writesAlone, long nowMillis) {
        boolean isRunning = isPausedByClient(nowMillis);
        onlyWrites = isRunning ? onlyWrites && writesAlone : writesAlone;
        endMillis = isRunning ? Math.max(endMillis, untilMillis) : untilMillis;
        isSet = true;
    }

    void end() {
        isSet = false;
    }

    void holdWrites(boolean wanted) {
        holdsWrites = wanted;
    }

    boolean isPaused(long nowMillis) {
        return holdsWrites || isPausedByClient(nowMillis);
    }

    /// CLIENT PAUSE is in force.
    boolean isPausedByClient(long nowMillis) {
        return isSet && nowMillis < endMillis;
    }

    void endIfOver(long nowMillis) {
        isSet = isPausedByClient(nowMillis);
    }

    boolean holds(CommandSpec spec, @Nullable Transaction transaction, long nowMillis) {
        if (!isPaused(nowMillis)) {
            return false;
        }
        if (isPausedByClient(nowMillis) && !onlyWrites) {
            return true;
        }
        if (transaction != null && spec.name().equals("exec")) {
            return transaction.has(CommandFlag.WRITE) || transaction.has(CommandFlag.MAY_REPLICATE);
        }
        return spec.has(CommandFlag.WRITE) || spec.has(CommandFlag.MAY_REPLICATE);
    }
}
