package io.redisreplicaset.datanode.persistence.disk;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A [SnapshotFile] that the disk thread writes. Its owner hands blocks over while [#hasRoom], and never waits.
///
/// ```
///   add… --> commit --> committed     or at any time: failed (tell), discard (be silent)
/// ```
public final class BackgroundSnapshotFile {
    /// What may wait for the disk.
    private static final long MAX_QUEUED_BYTES = 4 * 1024 * 1024;

    /// Hears, on the owner's thread, what has become of the file. One of `committed` and `failed` comes, and is the
    /// last.
    public interface Listener {
        /// [#hasRoom] holds again.
        void hasRoomAgain();

        /// The snapshot is in its place and on the disk.
        void committed();

        /// The snapshot before is still there.
        void failed(String reason);
    }

    private final SnapshotDisk disk;
    private final Listener listener;
    private final AtomicLong queuedBytes = new AtomicLong();

    /// Of the owner.
    private boolean isOver;

    /// Of the disk thread.
    private @Nullable SnapshotFile file;

    private boolean isBroken;

    BackgroundSnapshotFile(SnapshotDisk disk, String folder, String fileName, Listener listener) {
        this.disk = disk;
        this.listener = listener;
        onDisk(() -> file = disk.create(folder, fileName));
    }

    /// Whether the next block may come.
    public boolean hasRoom() {
        return queuedBytes.get() < MAX_QUEUED_BYTES;
    }

    /// Takes a block, to be released when it is written.
    public void add(ByteBuf block) {
        int size = block.readableBytes();
        queuedBytes.addAndGet(size);
        disk.executor().execute(() -> {
            SnapshotFile open = file;
            if (open == null || isBroken) {
                block.release();
            } else {
                run(() -> open.write(block));
            }
            long before = queuedBytes.getAndAdd(-size);
            if (before >= MAX_QUEUED_BYTES && before - size < MAX_QUEUED_BYTES) {
                tell(listener::hasRoomAgain);
            }
        });
    }

    /// All blocks were added: puts the snapshot in its place.
    public void commit() {
        onDisk(() -> {
            SnapshotFile open = file;
            if (open != null) {
                open.commit();
                disk.ended(open);
                file = null;
                tell(() -> {
                    isOver = true;
                    listener.committed();
                });
            }
        });
    }

    /// Removes what was written; the listener hears nothing more.
    public void discard() {
        isOver = true;
        disk.executor().execute(this::remove);
    }

    private interface DiskWork {
        void run() throws IOException;
    }

    private void onDisk(DiskWork work) {
        disk.executor().execute(() -> {
            if (!isBroken) {
                run(work);
            }
        });
    }

    private void run(DiskWork work) {
        try {
            work.run();
        } catch (IOException failure) {
            isBroken = true;
            remove();
            String reason = String.valueOf(failure.getMessage());
            tell(() -> {
                isOver = true;
                listener.failed(reason);
            });
        }
    }

    private void remove() {
        SnapshotFile open = file;
        if (open != null) {
            open.discard();
            disk.ended(open);
            file = null;
        }
    }

    private void tell(Runnable event) {
        Executor owner = disk.owner();
        owner.execute(() -> {
            if (!isOver) {
                event.run();
            }
        });
    }
}
