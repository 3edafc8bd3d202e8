package io.redisreplicaset.datanode.engine;

import io.netty.buffer.ByteBuf;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.SnapshotControl;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.SavePoint;
import io.redisreplicaset.datanode.persistence.disk.BackgroundSnapshotFile;
import io.redisreplicaset.datanode.persistence.disk.SnapshotDisk;
import io.redisreplicaset.datanode.persistence.disk.SnapshotFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Snapshots on disk: SAVE, BGSAVE, the save points, and what INFO tells of them.
///
/// ```
///   idle --BGSAVE, save point--> writing --all handed--> committing --on disk--> idle   (status ok, changes
/// subtracted)
///                                   '----disk refuses, given up, FLUSHALL---------> idle   (the file before stays)
/// ```
/// Only SAVE, and the save at the end of the process, wait for the disk.
public final class Snapshots implements SnapshotControl, EnginePart, InfoSource {
    private final EngineCore core;
    private final SnapshotRuns runs;
    private final SnapshotDisk disk;
    private final SnapshotFacts facts;
    private final SnapshotStatus status;
    private final SnapshotInfo info;
    private @Nullable Background background;
    private boolean isScheduled;

    /// @param facts what a snapshot tells of the history
    public Snapshots(EngineCore core, SnapshotRuns runs, SnapshotDisk disk, SnapshotFacts facts) {
        this.core = core;
        this.runs = runs;
        this.disk = disk;
        this.facts = facts;
        this.status = new SnapshotStatus(core);
        this.info = new SnapshotInfo(core, runs, status);
    }

    private String folder() {
        return core.settings().get(Directives.DIR);
    }

    private String fileName() {
        return core.settings().get(Directives.DB_FILENAME);
    }

    @Override
    public void saveNow() {
        if (background != null) {
            throw new ErrorReply("ERR Background save already in progress");
        }
        try {
            save();
        } catch (IOException refused) {
            throw new ErrorReply("ERR " + refused.getMessage());
        }
    }

    /// Writes a snapshot and waits until it is on disk. The loop stands still meanwhile, so nothing can happen that
    /// the snapshot does not hold.
    ///
    /// @throws IOException it is not on disk; the message, which the log has too, says why
    public void save() throws IOException {
        status.began();
        long changes = core.stats().dirty;
        SnapshotFile file = null;
        try {
            file = disk.createNow(folder(), fileName());
            Waiting output = new Waiting(file);
            runs.writeAtOnce(facts, output);
            if (output.failure != null) {
                file.discard();
                throw output.failure;
            }
            file.commit();
        } catch (IOException refused) {
            // Whoever asked is told; only a save that nobody waits for stops the writes.
            core.log().warning("Write error saving DB on disk: " + refused.getMessage());
            throw refused;
        } finally {
            if (file != null) {
                disk.ended(file);
            }
        }
        core.log().notice("DB saved on disk");
        status.succeeded(changes);
    }

    @Override
    public String saveInBackground(boolean schedule, boolean isInTransaction) {
        if (background != null && !schedule) {
            throw new ErrorReply("ERR Background save already in progress");
        }
        if (background != null || isInTransaction) {
            isScheduled = true;
            return "Background saving scheduled";
        }
        begin();
        return "Background saving started";
    }

    private void begin() {
        isScheduled = false;
        status.began();
        core.log()
                .notice("Background saving started by pid "
                        + ProcessHandle.current().pid());
        background = new Background();
    }

    @Override
    public void allRemoved() {
        cancelBackground("the data was flushed");
        if (!core.settings().get(Directives.SAVE).isEmpty()) {
            // What was flushed must not come back after a crash: this does not wait for a save point.
            isScheduled = true;
        }
    }

    /// Gives a background save up; the file before stays, and the last status too.
    void cancelBackground(String why) {
        Background running = background;
        if (running != null) {
            core.log().warning("Background saving cancelled: " + why);
            running.cancel();
        }
    }

    @Override
    public long lastSaveSeconds() {
        return status.lastGoodSeconds();
    }

    /// Writes must stop for the last save failed; see `stop-writes-on-bgsave-error`.
    public boolean failedToSave() {
        return status.stopsWrites();
    }

    /// Whether the data is worth a save at the end of the process.
    boolean hasSavePoints() {
        return !core.settings().get(Directives.SAVE).isEmpty();
    }

    /// Removes half-written files at once: the process ends. Any thread may call it.
    void removeTemporaries() {
        disk.removeTemporaries();
    }

    @Override
    public void endOfTurn(long nowNanos) {
        if (isScheduled && background == null && !core.isLoading()) {
            begin();
        }
    }

    @Override
    public void tick(long nowNanos) {
        if (background != null || core.isLoading()) {
            return;
        }
        SavePoint due = status.due();
        if (due != null) {
            core.log().notice(due.changes() + " changes in " + due.seconds() + " seconds. Saving...");
            begin();
        }
    }

    @Override
    public void describe(String section, InfoReport.Lines lines) {
        if (section.equals("persistence")) {
            info.describe(lines, background == null ? null : background.job);
        }
    }

    /// A snapshot on its way to disk while the loop goes on.
    private final class Background implements SnapshotJob.Output, BackgroundSnapshotFile.Listener {
        private final long changes = core.stats().dirty;
        private final BackgroundSnapshotFile file = disk.createInBackground(folder(), fileName(), this);
        private final SnapshotJob job = runs.write(facts, this);

        @Override
        public boolean canTakeMore() {
            return file.hasRoom();
        }

        @Override
        public void take(ByteBuf block) {
            file.add(block);
        }

        @Override
        public void finished() {
            file.commit();
        }

        @Override
        public void failed(String reason) {
            file.discard();
            giveUp(reason);
        }

        private void giveUp(String reason) {
            core.log().warning("Write error saving DB on disk: " + reason);
            core.log().warning("Background saving error");
            job.cancel();
            status.failed();
            end();
        }

        @Override
        public void hasRoomAgain() {
            // The turn that brought this news lets the job go on.
        }

        @Override
        public void committed() {
            core.log().notice("DB saved on disk");
            core.log().notice("Background saving terminated with success");
            status.succeeded(changes);
            end();
        }

        void cancel() {
            job.cancel();
            file.discard();
            end();
        }

        private void end() {
            status.backgroundEnded(job.changedBytes());
            background = null;
        }
    }

    /// A snapshot that is written block by block as it is made.
    private static final class Waiting implements SnapshotJob.Output {
        private final SnapshotFile file;
        private @Nullable IOException failure;

        Waiting(SnapshotFile file) {
            this.file = file;
        }

        @Override
        public boolean canTakeMore() {
            return true;
        }

        @Override
        public void take(ByteBuf block) {
            if (failure != null) {
                block.release();
                return;
            }
            try {
                file.write(block);
            } catch (IOException refused) {
                failure = refused;
            }
        }

        @Override
        public void finished() {
            // The caller commits.
        }

        @Override
        public void failed(String reason) {
            failure = new IOException(reason);
        }
    }
}
