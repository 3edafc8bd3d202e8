package io.redisreplicaset.datanode.engine;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The section `persistence` of INFO, in Redis 7.0's order. Where Redis tells what its child process has cost by
/// copy-on-write, this tells the memory of the entries that changed while the snapshot was written.
final class SnapshotInfo {
    private static final double ALMOST_ALL_PERCENT = 99.99;

    private final EngineCore core;
    private final SnapshotRuns runs;
    private final SnapshotStatus status;

    SnapshotInfo(EngineCore core, SnapshotRuns runs, SnapshotStatus status) {
        this.core = core;
        this.runs = runs;
        this.status = status;
    }

    /// @param toDisk the background save; null if none is running
    void describe(InfoReport.Lines lines, @Nullable SnapshotJob toDisk) {
        SnapshotJob job = toDisk == null ? runs.oldestJob() : toDisk;
        SnapshotLoad load = runs.loading();
        boolean isAside = load != null && load.mode().isAside();
        // What is loaded aside of data that must not be shown meanwhile looks like any other load.
        lines.add("loading", core.isLoading()).add("async_loading", isAside && !core.isLoading());
        progress(lines, job);
        lines.add("rdb_changes_since_last_save", core.stats().dirty)
                .add("rdb_bgsave_in_progress", job != null)
                .add("rdb_last_save_time", status.lastGoodSeconds())
                .add("rdb_last_bgsave_status", status.lastFailed() ? "err" : "ok")
                .add("rdb_last_bgsave_time_sec", status.lastDurationSeconds())
                .add("rdb_current_bgsave_time_sec", toDisk == null ? -1 : status.presentDurationSeconds())
                .add("rdb_saves", status.saves())
                .add("rdb_last_cow_size", status.lastChangedBytes())
                .add("rdb_last_load_keys_expired", runs.lastExpiredKeys())
                .add("rdb_last_load_keys_loaded", runs.lastLoadedKeys());
        appendOnlyFile(lines);
        if (load != null) {
            loading(lines, load);
        }
    }

    private static void progress(InfoReport.Lines lines, @Nullable SnapshotJob job) {
        long changed = job == null ? 0 : job.changedBytes();
        long written = job == null ? 0 : job.keysWritten();
        long total = job == null ? 0 : job.keysToWrite();
        lines.add("current_cow_peak", changed)
                .add("current_cow_size", changed)
                .add("current_cow_size_age", 0)
                .add("current_fork_perc", percent(written, total))
                .add("current_save_keys_processed", written)
                .add("current_save_keys_total", total);
    }

    /// There is none in this release: it is off.
    private static void appendOnlyFile(InfoReport.Lines lines) {
        lines.add("aof_enabled", 0)
                .add("aof_rewrite_in_progress", 0)
                .add("aof_rewrite_scheduled", 0)
                .add("aof_last_rewrite_time_sec", -1)
                .add("aof_current_rewrite_time_sec", -1)
                .add("aof_last_bgrewrite_status", "ok")
                .add("aof_rewrites", 0)
                .add("aof_rewrites_consecutive_failures", 0)
                .add("aof_last_write_status", "ok")
                .add("aof_last_cow_size", 0)
                .add("module_fork_in_progress", 0)
                .add("module_fork_last_cow_size", 0);
    }

    private void loading(InfoReport.Lines lines, SnapshotLoad load) {
        long loaded = load.bytesLoaded();
        long memory = Math.max(0, load.facts().memoryBytes());
        boolean sizeIsKnown = load.mode().expectedBytes() != SnapshotLoad.Mode.UNKNOWN_SIZE;
        // Over a link without a length, what the writer's memory was is the only measure, and a bad one.
        long total = sizeIsKnown ? load.mode().expectedBytes() : memory;
        double percent = total == 0 ? 0 : Math.min(ALMOST_ALL_PERCENT, loaded * 100.0 / total);
        long elapsedSeconds = (core.clock().unixMillis() - load.startedMillis()) / 1000;
        long left = Math.max(1, total - loaded);
        lines.add("loading_start_time", load.startedMillis() / 1000)
                .add("loading_total_bytes", sizeIsKnown ? total : 0)
                .add("loading_rdb_used_mem", memory)
                .add("loading_loaded_bytes", loaded)
                .add("loading_loaded_perc", String.format(Locale.ROOT, "%.2f", percent))
                .add("loading_eta_seconds", elapsedSeconds == 0 ? 1 : elapsedSeconds * left / (loaded + 1));
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.2f", whole == 0 ? 0 : part * 100.0 / whole);
    }
}
