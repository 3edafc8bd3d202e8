package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.persistence.disk.SnapshotDisk;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// DEBUG RELOAD: the data goes to disk and comes back, while everyone waits.
final class SnapshotReload {
    private static final int BLOCK_BYTES = 64 * 1024;

    private final EngineCore core;
    private final SnapshotRuns runs;
    private final Snapshots snapshots;
    private final SnapshotDisk disk;
    private final BooleanSupplier isReplica;

    SnapshotReload(
            EngineCore core, SnapshotRuns runs, Snapshots snapshots, SnapshotDisk disk, BooleanSupplier isReplica) {
        this.core = core;
        this.runs = runs;
        this.snapshots = snapshots;
        this.disk = disk;
        this.isReplica = isReplica;
    }

    /// @param save write the snapshot first, instead of taking the one that is there
    /// @param flush drop the present data; without it a key that is there twice is an error
    /// @param merge without `flush`: a key that is there twice gets the value of the snapshot
    /// @throws ErrorReply it could not be written or read; with `flush` the data is what it was
    void reload(boolean save, boolean flush, boolean merge) {
        if (save) {
            snapshots.saveNow();
        }
        SnapshotLoad.Mode mode =
                new SnapshotLoad.Mode(flush, !isReplica.getAsBoolean(), merge, SnapshotLoad.Mode.UNKNOWN_SIZE);
        SnapshotLoad load = runs.load(mode, new SnapshotLoad.Listener() {});
        try (InputStream file = disk.openNow(
                core.settings().get(Directives.DIR), core.settings().get(Directives.DB_FILENAME))) {
            feedAll(load, file);
        } catch (IOException refused) {
            load.cancel();
            throw failed(String.valueOf(refused.getMessage()));
        }
        if (load.endOfBytes() != SnapshotLoad.State.LOADED) {
            throw failed(String.valueOf(load.failure()));
        }
        if (flush) {
            load.adopt();
        }
        core.log().warning("DB reloaded by DEBUG RELOAD");
    }

    private ErrorReply failed(String why) {
        core.log().warning("DEBUG RELOAD failed: " + why);
        return new ErrorReply("ERR Error trying to load the RDB dump: " + why);
    }

    private void feedAll(SnapshotLoad load, InputStream file) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        for (int length = file.read(block);
                length >= 0 && load.state() == SnapshotLoad.State.LOADING;
                length = file.read(block)) {
            load.feed(block, 0, length);
            while (!load.canTakeMore()) {
                LockSupport.parkNanos(load.wantsTurnWithinNanos(core.clock().nanos()));
                load.turn();
            }
        }
    }
}
