package io.redisreplicaset.datanode.persistence.disk;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A snapshot that is being written under a temporary name.
///
/// ```
///   write… --> commit     the file of that name is the new one, and stays so after a power cut
///        '---> discard    the file of that name is the one before
/// ```
/// Every method waits for the disk. Belongs to one thread.
public final class SnapshotFile {
    /// So much is written before the disk is made to keep it, so that the last fsync has little left to do.
    private static final long SYNC_INTERVAL_BYTES = 16 * 1024 * 1024;

    private final Path temporary;
    private final Path target;
    private final FileChannel channel;
    private long unsyncedBytes;

    private SnapshotFile(Path temporary, Path target, FileChannel channel) {
        this.temporary = temporary;
        this.target = target;
        this.channel = channel;
    }

    /// @throws IOException the message says which file, and why
    static SnapshotFile create(Path temporary, Path target) throws IOException {
        try {
            return new SnapshotFile(
                    temporary,
                    target,
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE));
        } catch (IOException refused) {
            throw new IOException("can't open " + temporary + ": " + DiskReason.of(refused), refused);
        }
    }

    Path temporary() {
        return temporary;
    }

    /// Writes a block and releases it.
    ///
    /// @throws IOException the message says which file, and why; the snapshot can only be discarded then
    public void write(ByteBuf block) throws IOException {
        try {
            while (block.isReadable()) {
                unsyncedBytes += block.readBytes(channel, block.readableBytes());
            }
            if (unsyncedBytes >= SYNC_INTERVAL_BYTES) {
                channel.force(false);
                unsyncedBytes = 0;
            }
        } catch (IOException refused) {
            throw new IOException("can't write " + temporary + ": " + DiskReason.of(refused), refused);
        } finally {
            block.release();
        }
    }

    /// Puts the snapshot in place of the one before.
    ///
    /// @throws IOException the message says what failed; the snapshot is discarded
    public void commit() throws IOException {
        try {
            channel.force(true);
            channel.close();
        } catch (IOException refused) {
            discard();
            throw new IOException("can't fsync " + temporary + ": " + DiskReason.of(refused), refused);
        }
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException refused) {
            discard();
            throw new IOException("can't move " + temporary + " to " + target + ": " + DiskReason.of(refused), refused);
        }
        syncFolder();
    }

    /// Makes the disk keep the new name.
    private void syncFolder() throws IOException {
        try (FileChannel folder = FileChannel.open(folderOf(target), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException refused) {
            throw new IOException("can't fsync the folder of " + target + ": " + DiskReason.of(refused), refused);
        }
    }

    private static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("wanted a file in a folder, got " + file);
        }
        return folder;
    }

    /// Removes what was written. A file that can't be removed is removed at the next start.
    public void discard() {
        try {
            channel.close();
        } catch (IOException alreadyBroken) {
            // Only its removal matters now.
        }
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException stays) {
            temporary.toFile().deleteOnExit();
        }
    }
}
