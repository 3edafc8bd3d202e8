package io.redisreplicaset.datanode.persistence.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Reads a snapshot ahead of its owner, who takes block after block and never waits.
public final class BackgroundSnapshotReader {
    private static final int BLOCK_BYTES = 64 * 1024;
    private static final int MAX_BLOCKS_AHEAD = 16;

    private final SnapshotDisk disk;
    private final Path path;
    private final FileChannel channel;
    private final long size;
    private final Runnable hasMore;
    private final BlockingQueue<byte[]> ahead = new ArrayBlockingQueue<>(MAX_BLOCKS_AHEAD);

    /// Of the owner.
    private boolean isFilling;

    private volatile boolean isAtEnd;
    private volatile @Nullable String failure;

    /// @param hasMore called on the owner's thread when there is a block, or the end, where there was none before
    BackgroundSnapshotReader(SnapshotDisk disk, Path path, FileChannel channel, long size, Runnable hasMore) {
        this.disk = disk;
        this.path = path;
        this.channel = channel;
        this.size = size;
        this.hasMore = hasMore;
        fill();
    }

    public Path path() {
        return path;
    }

    /// Of the file when it was opened.
    public long size() {
        return size;
    }

    /// The next block, an array of its own; null where none is there yet, or no more comes.
    public byte @Nullable [] next() {
        byte[] block = ahead.poll();
        if (!isFilling && !isAtEnd && ahead.size() <= MAX_BLOCKS_AHEAD / 2) {
            fill();
        }
        return block;
    }

    /// Whether [#next] has one now.
    public boolean hasBlock() {
        return !ahead.isEmpty();
    }

    /// Whether the last block was taken.
    public boolean isOver() {
        return isAtEnd && ahead.isEmpty();
    }

    /// Why no more comes before the file's end; null where that is not so.
    public @Nullable String failure() {
        return failure;
    }

    public void close() {
        disk.executor().execute(this::closeChannel);
    }

    private void fill() {
        isFilling = true;
        disk.executor().execute(() -> {
            readAhead();
            disk.owner().execute(() -> {
                isFilling = false;
                hasMore.run();
            });
        });
    }

    private void readAhead() {
        try {
            while (!isAtEnd && ahead.remainingCapacity() > 0) {
                ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
                if (channel.read(block) < 0) {
                    isAtEnd = true;
                    closeChannel();
                } else {
                    byte[] bytes = new byte[block.flip().remaining()];
                    block.get(bytes);
                    ahead.add(bytes);
                }
            }
        } catch (IOException refused) {
            failure = "can't read " + path + ": " + DiskReason.of(refused);
            isAtEnd = true;
            closeChannel();
        }
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException readingIsOverAnyway) {
            // Nothing was written to it.
        }
    }
}
