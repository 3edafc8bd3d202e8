package io.redisreplicaset.datanode.replication;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The bytes of the history, as far as they are kept: one list of blocks that serves the backlog and every replica.
///
/// ```
///   first kept byte                                             offset()
///        v                                                          v
///   [ block ] -> [ block ] -> [ block ] -> [ block, being filled ]
///                    ^            ^
///                 Cursor       Cursor       each replica has one; it keeps its block and all behind it
/// ```
/// Old blocks go when the rest still holds `capacityBytes`, but never while a cursor stands on them: so the backlog
/// can grow beyond its capacity for as long as a slow replica is worth waiting for (the output limits end that).
/// Owned by the engine's thread.
public final class ReplicationStream {
    /// Smallest block; also the smallest capacity.
    public static final int MIN_BLOCK_BYTES = 16 * 1024;

    private static final int BLOCKS_IN_BACKLOG = 16;

    /// Blocks that are let go at once, so that shrinking a huge backlog stalls nobody.
    private static final int MAX_BLOCKS_TRIMMED = 256;

    private static final class Block {
        final ByteBuf bytes;
        final long startOffset;
        int cursors;

        @Nullable
        Block next;

        Block(ByteBuf bytes, long startOffset) {
            this.bytes = bytes;
            this.startOffset = startOffset;
        }

        /// Offset of the last byte written.
        long endOffset() {
            return startOffset + bytes.readableBytes() - 1;
        }
    }

    private final ByteBufAllocator allocator;
    private long capacityBytes;
    private long offset;
    private boolean isKept;
    private @Nullable Block head;
    private @Nullable Block tail;
    private long allocatedBytes;

    /// @param capacityBytes how much of the past is kept at least
    public ReplicationStream(ByteBufAllocator allocator, long capacityBytes) {
        this.allocator = allocator;
        capacity(capacityBytes);
    }

    /// Bytes of history: the offset of the last one.
    public long offset() {
        return offset;
    }

    /// Whether appended bytes are kept. While they are not, nothing can be resumed and the offset stands still.
    public boolean isKept() {
        return isKept;
    }

    public long capacityBytes() {
        return capacityBytes;
    }

    public void capacity(long bytes) {
        capacityBytes = Math.max(MIN_BLOCK_BYTES, bytes);
        trim();
    }

    /// Bytes of memory that the blocks hold.
    public long allocatedBytes() {
        return allocatedBytes;
    }

    /// What can be resumed from; empty while nothing is kept.
    public Optional<BacklogRange> range() {
        if (!isKept) {
            return Optional.empty();
        }
        return Optional.of(new BacklogRange(firstOffset(), offset));
    }

    private long firstOffset() {
        return head == null ? offset + 1 : head.startOffset;
    }

    /// Begins to keep what is appended.
    public void keep() {
        isKept = true;
    }

    /// Drops everything and keeps nothing any more. All cursors must be gone.
    public void forget() {
        isKept = false;
        release();
    }

    /// Drops everything and goes on from another offset: the history is another one. All cursors must be gone.
    public void restartAt(long newOffset) {
        release();
        offset = newOffset;
    }

    private void release() {
        for (Block block = head; block != null; block = block.next) {
            block.bytes.release();
        }
        head = null;
        tail = null;
        allocatedBytes = 0;
    }

    /// Appends bytes of the history.
    public void append(byte[] bytes, int from, int length) {
        if (!isKept) {
            throw new IllegalStateException("appended to a stream that is not kept");
        }
        int at = from;
        int left = length;
        while (left > 0) {
            Block block = tail;
            if (block == null || block.bytes.writableBytes() == 0) {
                block = addBlock(left);
            }
            int part = Math.min(left, block.bytes.writableBytes());
            block.bytes.writeBytes(bytes, at, part);
            offset += part;
            at += part;
            left -= part;
        }
        trim();
    }

    private Block addBlock(int wanted) {
        long largest = Math.max(MIN_BLOCK_BYTES, Math.min(Integer.MAX_VALUE / 2, capacityBytes / BLOCKS_IN_BACKLOG));
        int size = (int) Math.clamp(wanted, MIN_BLOCK_BYTES, largest);
        Block block = new Block(allocator.directBuffer(size, size), offset + 1);
        allocatedBytes += size;
        if (tail == null) {
            head = block;
        } else {
            tail.next = block;
        }
        tail = block;
        return block;
    }

    private void trim() {
        for (int i = 0; i < MAX_BLOCKS_TRIMMED; i++) {
            Block oldest = head;
            if (oldest == null || oldest.next == null || oldest.cursors > 0) {
                return;
            }
            if (offset - oldest.endOffset() < capacityBytes) {
                return;
            }
            head = oldest.next;
            allocatedBytes -= oldest.bytes.capacity();
            oldest.bytes.release();
        }
    }

    /// A reader that begins with the byte at `fromOffset`, which must be kept or be the next one to come.
    public Cursor cursorAt(long fromOffset) {
        if (fromOffset < firstOffset() || fromOffset > offset + 1) {
            throw new IllegalArgumentException(
                    "cursor: wanted " + firstOffset() + " to " + (offset + 1) + ", got " + fromOffset);
        }
        return new Cursor(fromOffset);
    }

    /// Takes slices for one replica, in order. Must be closed: it keeps memory.
    public final class Cursor {
        private @Nullable Block block;
        private long nextOffset;

        private Cursor(long fromOffset) {
            nextOffset = fromOffset;
            if (head == null) {
                // Something to stand on, so that nothing that comes is trimmed before it was taken.
                addBlock(MIN_BLOCK_BYTES);
            }
            Block candidate = head;
            while (candidate != null && candidate.next != null && fromOffset > candidate.endOffset()) {
                candidate = candidate.next;
            }
            standOn(candidate);
        }

        private void standOn(@Nullable Block target) {
            if (block != null) {
                block.cursors--;
            }
            block = target;
            if (target != null) {
                target.cursors++;
            }
        }

        /// Offset of the next byte to be taken.
        public long nextOffset() {
            return nextOffset;
        }

        /// Bytes that are there to be taken.
        public long available() {
            return offset - nextOffset + 1;
        }

        /// Memory that this cursor alone might keep from being trimmed: from its block to the end.
        public long pinnedBytes() {
            Block pinned = block;
            return pinned == null ? 0 : offset - pinned.startOffset + 1;
        }

        /// The next bytes, at most to the end of a block; null when all have been taken. The caller releases the
        /// slice.
        public @Nullable ByteBuf next() {
            if (available() <= 0) {
                return null;
            }
            Block current = block;
            while (current != null && nextOffset > current.endOffset()) {
                standOn(current.next);
                current = block;
            }
            if (current == null) {
                throw new IllegalStateException("offset " + nextOffset + " is not in the stream");
            }
            int index = (int) (nextOffset - current.startOffset);
            int length = current.bytes.readableBytes() - index;
            nextOffset += length;
            return current.bytes.retainedSlice(index, length);
        }

        /// Lets the memory go.
        public void close() {
            standOn(null);
            trim();
        }
    }
}
