package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.persistence.disk.BackgroundSnapshotReader;
import io.redisreplicaset.datanode.persistence.disk.SnapshotDisk;
import io.redisreplicaset.datanode.persistence.rdb.RdbFormatException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Loads the snapshot that is on disk when the node starts, in slices: clients that connect meanwhile hear LOADING.
///
/// ```
///   begin --no file--------------------------> loaded (nothing)
///     '--> READING --end of the snapshot-----> loaded (its facts)
///             '----cut, damaged, unreadable--> one line in the log, exit 1; the file stays as it is
/// ```
/// A node that can't read its data must not start empty: it would be taken for one that has none.
public final class SnapshotAtStart implements EnginePart {
    /// What one turn may take; nobody but those who hear LOADING waits for it.
    private static final long SLICE_NANOS = 5_000_000;

    /// Hears what is loaded.
    public interface Listener extends SnapshotLoad.Listener {
        /// The data is there, or there was none: [LoadedFacts#NONE].
        void loaded(LoadedFacts facts);
    }

    private final EngineCore core;
    private final SnapshotRuns runs;
    private final SnapshotDisk disk;
    private final ProcessExit exit;
    private @Nullable Run run;

    /// @param load is fed from `reader`
    private record Run(BackgroundSnapshotReader reader, SnapshotLoad load, Listener listener, long startedNanos) {}

    public SnapshotAtStart(EngineCore core, SnapshotRuns runs, SnapshotDisk disk, ProcessExit exit) {
        this.core = core;
        this.runs = runs;
        this.disk = disk;
        this.exit = exit;
    }

    /// Removes what an earlier process left half-written, and begins to load what is there. Where nothing is there,
    /// the listener hears so before this returns.
    ///
    /// @param dropsExpired as a master must: see [SnapshotLoad.Mode]
    public void begin(boolean dropsExpired, Listener listener) {
        String folder = core.settings().get(Directives.DIR);
        try {
            List<String> removed = disk.removeLeftovers(folder);
            if (!removed.isEmpty()) {
                core.log().notice("Removed snapshots that were never finished: " + String.join(", ", removed));
            }
            Optional<BackgroundSnapshotReader> reader =
                    disk.read(folder, core.settings().get(Directives.DB_FILENAME), () -> {});
            if (reader.isEmpty()) {
                listener.loaded(LoadedFacts.NONE);
            } else {
                SnapshotLoad.Mode mode = new SnapshotLoad.Mode(
                        false, dropsExpired, false, reader.get().size());
                run = new Run(
                        reader.get(),
                        runs.load(mode, listener),
                        listener,
                        core.clock().nanos());
            }
        } catch (IOException refused) {
            core.log().warning("Fatal error loading the DB: " + refused.getMessage() + ". Exiting.");
            exit.exit(1);
        }
    }

    @Override
    public void endOfTurn(long nowNanos) {
        Run present = run;
        if (present != null) {
            goOn(present);
        }
    }

    private void goOn(Run present) {
        long deadline = core.clock().nanos() + SLICE_NANOS;
        long enough = present.load.bytesLoaded() + core.settings().whole(Directives.LOADING_EVENTS_INTERVAL_BYTES);
        while (run != null
                && core.clock().nanos() - deadline < 0
                && present.load.bytesLoaded() < enough
                && feedOnce(present)) {
            settle(present);
        }
        settle(present);
    }

    /// @return whether there was something to do
    private static boolean feedOnce(Run present) {
        if (!present.load.canTakeMore()) {
            present.load.turn();
            return present.load.canTakeMore();
        }
        byte[] block = present.reader.next();
        if (block != null) {
            present.load.feed(block, 0, block.length);
        } else if (present.reader.isOver() && present.reader.failure() == null) {
            present.load.endOfBytes();
        }
        return block != null;
    }

    private void settle(Run present) {
        if (run == null) {
            return;
        }
        String unreadable = present.reader.failure();
        if (unreadable != null) {
            run = null;
            present.load.cancel();
            core.log().warning("Fatal error loading the DB: " + unreadable + ". Exiting.");
            exit.exit(1);
            return;
        }
        switch (present.load.state()) {
            case LOADING -> {}
            case LOADED -> {
                run = null;
                present.reader.close();
                double seconds = (core.clock().nanos() - present.startedNanos) / 1e9;
                core.log().notice(String.format(Locale.ROOT, "DB loaded from disk: %.3f seconds", seconds));
                present.listener.loaded(present.load.facts());
            }
            case FAILED -> {
                run = null;
                present.reader.close();
                core.log()
                        .warning("Internal error in RDB " + present.reader.path() + ", " + why(present.load)
                                + ". Terminating server after rdb file reading failure.");
                exit.exit(1);
            }
        }
    }

    private static String why(SnapshotLoad load) {
        RdbFormatException failure = load.failure();
        return failure == null ? "loading was cancelled" : String.valueOf(failure.getMessage());
    }

    @Override
    public long wantsTurnWithinNanos(long nowNanos) {
        Run present = run;
        if (present == null) {
            return Long.MAX_VALUE;
        }
        if (!present.load.canTakeMore()) {
            return present.load.wantsTurnWithinNanos(nowNanos);
        }
        // Where nothing is there to be taken, the reader brings a turn with what it reads.
        return present.reader.hasBlock() || present.reader.isOver() ? 0 : Long.MAX_VALUE;
    }
}
