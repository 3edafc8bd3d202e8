package io.redisreplicaset.datanode.engine;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The snapshots that are being written or loaded at this moment: gives the writing ones their slices of each turn,
/// in equal parts, and knows for INFO how far all are. Several may be written at once, each the state of its own
/// instant.
///
/// ```
///   BGSAVE, SAVE ------ write(facts, file) ----.
///   full sync --------- write(facts, replicas) -+--> SnapshotJob, a slice a turn
///   start, full sync -- load(mode, listener) -----> SnapshotLoad, as it is fed
/// ```
public final class SnapshotRuns implements EnginePart {
    /// What all jobs together may take of one turn: so much is added to the latency of clients.
    private static final long SLICE_NANOS = 1_000_000;

    /// The part of the heap that changed entries may take which wait to be written.
    private static final int WAITING_HEAP_FRACTION = 4;

    private final EngineCore core;
    private final ByteBufAllocator allocator;
    private final List<SnapshotJob> jobs = new ArrayList<>();
    private @Nullable SnapshotLoad load;
    private long lastLoadedKeys;
    private long lastExpiredKeys;

    public SnapshotRuns(EngineCore core, ByteBufAllocator allocator) {
        this.core = core;
        this.allocator = allocator;
    }

    /// Begins a snapshot of this instant; it goes on in the turns that follow.
    public SnapshotJob write(SnapshotFacts facts, SnapshotJob.Output output) {
        SnapshotJob job = new SnapshotJob(core, allocator, facts, output, maxWaitingBytes());
        jobs.add(job);
        return job;
    }

    /// Writes a snapshot to its end before it returns.
    void writeAtOnce(SnapshotFacts facts, SnapshotJob.Output output) {
        new SnapshotJob(core, allocator, facts, output, Long.MAX_VALUE).runToEnd(LockSupport::parkNanos);
    }

    private static long maxWaitingBytes() {
        return Runtime.getRuntime().maxMemory() / WAITING_HEAP_FRACTION;
    }

    /// Begins to load a snapshot, which the caller feeds. For a load in place, the caller has emptied the data.
    public SnapshotLoad load(SnapshotLoad.Mode mode, SnapshotLoad.Listener listener) {
        SnapshotLoad begun = new SnapshotLoad(core, mode, listener, this::loadEnded);
        load = begun;
        return begun;
    }

    /// Snapshots that are being written, to disk or to replicas.
    public int writing() {
        return jobs.size();
    }

    /// The one that has been written for the longest time; null if none is.
    @Nullable
    SnapshotJob oldestJob() {
        return jobs.isEmpty() ? null : jobs.getFirst();
    }

    private void loadEnded(SnapshotLoad ended) {
        lastLoadedKeys = ended.keysLoaded();
        lastExpiredKeys = ended.keysExpired();
        if (load == ended) {
            load = null;
        }
    }

    /// The snapshot that is being loaded; null if none is.
    public @Nullable SnapshotLoad loading() {
        return load;
    }

    /// Keys that the last load put into the data.
    long lastLoadedKeys() {
        return lastLoadedKeys;
    }

    /// Keys that the last load left out since their time was over.
    long lastExpiredKeys() {
        return lastExpiredKeys;
    }

    @Override
    public void endOfTurn(long nowNanos) {
        if (jobs.isEmpty()) {
            return;
        }
        // A job's end may begin another one.
        List<SnapshotJob> present = List.copyOf(jobs);
        long slice = SLICE_NANOS / present.size();
        for (SnapshotJob job : present) {
            job.runUntil(core.clock().nanos() + slice);
        }
        jobs.removeIf(SnapshotJob::isOver);
    }

    @Override
    public long wantsTurnWithinNanos(long nowNanos) {
        long nanos = Long.MAX_VALUE;
        for (SnapshotJob job : jobs) {
            nanos = Math.min(nanos, job.wantsTurnWithinNanos(nowNanos));
        }
        return nanos;
    }
}
