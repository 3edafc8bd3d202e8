package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.persistence.rdb.RdbFormatException;
import java.util.Arrays;

/// Loads a snapshot while it arrives: into the data itself, or aside.
final class UpstreamMemoryLoad implements UpstreamLoad {
    private static final byte[] NOTHING = {};

    private final SnapshotLoad load;
    private final UpstreamTarget target;
    private final boolean isAside;

    /// What was offered while a load that is slowed down could not take it: no more than the pieces of one read.
    private byte[] waiting = NOTHING;

    private boolean hasArrived;
    private String failure = "";

    UpstreamMemoryLoad(SnapshotRuns runs, UpstreamTarget target, boolean isAside, long expectedBytes) {
        this.target = target;
        this.isAside = isAside;
        if (isAside) {
            target.loadsAside();
        } else {
            target.empty();
        }
        this.load =
                runs.load(new SnapshotLoad.Mode(isAside, false, false, expectedBytes), new SnapshotLoad.Listener() {});
    }

    @Override
    public boolean canTakeMore() {
        return load.canTakeMore() && waiting.length == 0;
    }

    @Override
    public Progress take(byte[] bytes, int offset, int length) {
        if (canTakeMore()) {
            return progress(load.feed(bytes, offset, length));
        }
        int before = waiting.length;
        waiting = Arrays.copyOf(waiting, before + length);
        System.arraycopy(bytes, offset, waiting, before, length);
        return Progress.BUSY;
    }

    @Override
    public Progress arrived() {
        hasArrived = true;
        return canTakeMore() ? progress(load.endOfBytes()) : Progress.BUSY;
    }

    @Override
    public Progress turn() {
        SnapshotLoad.State state = load.turn();
        if (load.canTakeMore() && waiting.length > 0) {
            byte[] next = waiting;
            waiting = NOTHING;
            state = load.feed(next, 0, next.length);
        }
        return hasArrived && canTakeMore() ? progress(load.endOfBytes()) : progress(state);
    }

    private Progress progress(SnapshotLoad.State state) {
        return switch (state) {
            case LOADING -> canTakeMore() ? Progress.HUNGRY : Progress.BUSY;
            case LOADED -> hasArrived ? finish() : Progress.HUNGRY;
            case FAILED -> {
                RdbFormatException why = load.failure();
                failure = why == null ? "it was given up" : String.valueOf(why.getMessage());
                target.failed();
                yield Progress.FAILED;
            }
        };
    }

    private Progress finish() {
        if (!isAside) {
            target.filled(load.facts());
            return Progress.IN_PLACE;
        }
        String refusal = target.refusal(load.facts());
        if (!refusal.isEmpty()) {
            failure = refusal;
            target.failed();
            return Progress.FAILED;
        }
        target.makeWay();
        load.adopt();
        target.filled(load.facts());
        return Progress.IN_PLACE;
    }

    @Override
    public void cancel() {
        load.cancel();
        target.failed();
    }

    @Override
    public String failure() {
        return failure;
    }

    @Override
    public long wantsTurnWithinNanos(long nowNanos) {
        return load.wantsTurnWithinNanos(nowNanos);
    }
}
