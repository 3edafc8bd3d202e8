package io.redisreplicaset.datanode.engine;

import io.netty.buffer.Unpooled;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.keyspace.StoredValue;
import io.redisreplicaset.datanode.persistence.disk.BackgroundSnapshotFile;
import io.redisreplicaset.datanode.persistence.disk.BackgroundSnapshotReader;
import io.redisreplicaset.datanode.persistence.disk.SnapshotDisk;
import io.redisreplicaset.datanode.persistence.rdb.RdbFormatException;
import io.redisreplicaset.datanode.persistence.rdb.RdbReader;
import io.redisreplicaset.datanode.persistence.rdb.RdbVisitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Puts a snapshot into a file while it arrives, and checks it on the way; only when it is known to be whole and
/// good are the old data let go and the file loaded. So old data is served meanwhile, and memory never holds both.
///
/// ```
///   take… --arrived--> on its way to the disk --committed--> read from the disk --> IN_PLACE
/// ```
final class UpstreamFileLoad implements UpstreamLoad, BackgroundSnapshotFile.Listener {
    /// What loading may take of one turn.
    private static final long SLICE_NANOS = 1_000_000;

    private final EngineCore core;
    private final SnapshotRuns runs;
    private final UpstreamTarget target;
    private final SnapshotDisk disk;
    private final RdbReader checker;
    private final String folder;
    private final String fileName;
    private final BackgroundSnapshotFile file;
    private boolean isChecked;
    private boolean isOnItsWay;
    private boolean isOnDisk;
    private boolean isCancelled;
    private @Nullable BackgroundSnapshotReader reader;
    private @Nullable SnapshotLoad load;
    private String failure = "";

    /// Reads everything and keeps nothing: that it could be read is all there is to know.
    private static final class Checked implements RdbVisitor {
        @Override
        public void entry(int database, byte[] key, StoredValue value, long expireAtMillis) {}
    }

    UpstreamFileLoad(EngineCore core, SnapshotRuns runs, UpstreamTarget target, SnapshotDisk disk) {
        this.core = core;
        this.runs = runs;
        this.target = target;
        this.disk = disk;
        this.checker = new RdbReader(new Checked(), core.settings().isOn(Directives.RDB_CHECKSUM));
        this.folder = core.settings().get(Directives.DIR);
        this.fileName = disk.temporaryName();
        this.file = disk.createInBackground(folder, fileName, this);
    }

    @Override
    public boolean canTakeMore() {
        return file.hasRoom();
    }

    @Override
    public void hasRoomAgain() {
        // This brings the turn in which more is read from the link.
    }

    @Override
    public Progress take(byte[] bytes, int offset, int length) {
        try {
            if (!isChecked) {
                isChecked = checker.readAll(bytes, offset, length) == RdbReader.Progress.OVER;
            }
        } catch (RdbFormatException refused) {
            file.discard();
            return fail(String.valueOf(refused.getMessage()));
        }
        file.add(Unpooled.copiedBuffer(bytes, offset, length));
        return failure.isEmpty() ? Progress.HUNGRY : fail(failure);
    }

    @Override
    public Progress arrived() {
        try {
            checker.endOfBytes();
        } catch (RdbFormatException cut) {
            file.discard();
            return fail(String.valueOf(cut.getMessage()));
        }
        isOnItsWay = true;
        file.commit();
        return Progress.BUSY;
    }

    @Override
    public void committed() {
        isOnDisk = true;
        if (isCancelled) {
            removeFile();
        }
    }

    private void removeFile() {
        try {
            Files.deleteIfExists(Path.of(folder).toAbsolutePath().resolve(fileName));
        } catch (IOException stays) {
            core.log().warning("Could not remove " + fileName + ", the next start will: " + stays.getMessage());
        }
    }

    @Override
    public void failed(String reason) {
        failure = reason;
    }

    @Override
    public Progress turn() {
        if (!failure.isEmpty()) {
            return fail(failure);
        }
        if (!isOnDisk) {
            return Progress.BUSY;
        }
        try {
            return loadSome(openReader());
        } catch (IOException unreadable) {
            return fail(String.valueOf(unreadable.getMessage()));
        }
    }

    private BackgroundSnapshotReader openReader() throws IOException {
        BackgroundSnapshotReader open = reader;
        if (open == null) {
            open = disk.read(folder, fileName, () -> {})
                    .orElseThrow(() -> new IOException(fileName + ", just written, is not there any more"));
            reader = open;
            removeFile();
        }
        return open;
    }

    private Progress loadSome(BackgroundSnapshotReader open) {
        SnapshotLoad loading = load;
        if (loading == null) {
            target.empty();
            loading =
                    runs.load(new SnapshotLoad.Mode(false, false, false, open.size()), new SnapshotLoad.Listener() {});
            load = loading;
        }
        long deadline = core.clock().nanos() + SLICE_NANOS;
        SnapshotLoad.State state = loading.turn();
        byte[] block = loading.canTakeMore() ? open.next() : null;
        while (block != null) {
            state = loading.feed(block, 0, block.length);
            boolean mayGoOn = loading.canTakeMore()
                    && state == SnapshotLoad.State.LOADING
                    && core.clock().nanos() - deadline < 0;
            block = mayGoOn ? open.next() : null;
        }
        String unreadable = open.failure();
        if (unreadable != null) {
            loading.cancel();
            return fail(unreadable);
        }
        if (state == SnapshotLoad.State.LOADING && loading.canTakeMore() && open.isOver()) {
            state = loading.endOfBytes();
        }
        return progress(loading, open, state);
    }

    private Progress progress(SnapshotLoad loading, BackgroundSnapshotReader open, SnapshotLoad.State state) {
        return switch (state) {
            case LOADING -> Progress.BUSY;
            case LOADED -> {
                open.close();
                target.filled(loading.facts());
                yield Progress.IN_PLACE;
            }
            case FAILED -> {
                RdbFormatException why = loading.failure();
                yield fail(why == null ? "it was given up" : String.valueOf(why.getMessage()));
            }
        };
    }

    private Progress fail(String why) {
        failure = why;
        closeReader();
        target.failed();
        return Progress.FAILED;
    }

    private void closeReader() {
        BackgroundSnapshotReader open = reader;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void cancel() {
        SnapshotLoad loading = load;
        if (loading != null) {
            loading.cancel();
        }
        isCancelled = true;
        if (!isOnItsWay) {
            file.discard();
        } else if (isOnDisk && reader == null) {
            removeFile();
        }
        closeReader();
        target.failed();
    }

    @Override
    public String failure() {
        return failure;
    }

    @Override
    public long wantsTurnWithinNanos(long nowNanos) {
        SnapshotLoad loading = load;
        BackgroundSnapshotReader open = reader;
        if (loading == null || open == null) {
            return Long.MAX_VALUE;
        }
        if (!loading.canTakeMore()) {
            return loading.wantsTurnWithinNanos(nowNanos);
        }
        return open.hasBlock() || open.isOver() ? 0 : Long.MAX_VALUE;
    }
}
