package io.redisreplicaset.datanode.replication.replica;

import io.redisreplicaset.datanode.replication.SnapshotFraming;
import java.nio.charset.StandardCharsets;

/// Finds the end of a snapshot in bytes that arrive in pieces.
///
/// Where the end is a mark, its length in bytes is held back until more has arrived: they may be the mark. What is
/// held back is never the reader's to interpret, so a snapshot that happens to contain the mark's first bytes comes
/// through whole.
public final class SnapshotReader {
    /// Where the snapshot's bytes go.
    public interface Sink {
        /// Takes bytes that are valid until it returns.
        void take(byte[] bytes, int offset, int length);
    }

    private final SnapshotFraming framing;
    private final byte[] mark;
    private final byte[] held;
    private int heldLength;
    private long bytesRead;
    private boolean isComplete;

    public SnapshotReader(SnapshotFraming framing) {
        this.framing = framing;
        this.mark = switch (framing) {
            case SnapshotFraming.OfLength _ -> new byte[0];
            case SnapshotFraming.UntilMark(String text) -> text.getBytes(StandardCharsets.ISO_8859_1);
        };
        this.held = new byte[mark.length];
        this.isComplete = framing instanceof SnapshotFraming.OfLength(long bytes) && bytes == 0;
    }

    /// Whether the last byte was taken.
    public boolean isComplete() {
        return isComplete;
    }

    /// Bytes of the snapshot so far; those that are held back count.
    public long bytesRead() {
        return bytesRead;
    }

    /// Bytes of the whole snapshot; 0 where nobody knows.
    public long bytesExpected() {
        return framing instanceof SnapshotFraming.OfLength(long bytes) ? bytes : 0;
    }

    /// Takes bytes up to the end of the snapshot, or all of them.
    ///
    /// @return how many were taken
    public int take(byte[] bytes, int from, int to, Sink sink) {
        return switch (framing) {
            case SnapshotFraming.OfLength(long total) -> takeCounted(bytes, from, to, total, sink);
            case SnapshotFraming.UntilMark _ -> takeMarked(bytes, from, to, sink);
        };
    }

    private int takeCounted(byte[] bytes, int from, int to, long total, Sink sink) {
        int count = (int) Math.min(to - from, total - bytesRead);
        if (count > 0) {
            bytesRead += count;
            sink.take(bytes, from, count);
        }
        isComplete = bytesRead == total;
        return count;
    }

    /// The upstream sends nothing behind the mark before it has heard from us, so the mark is the end of what
    /// arrived, or is not there yet.
    private int takeMarked(byte[] bytes, int from, int to, Sink sink) {
        int count = to - from;
        bytesRead += count;
        int surplus = heldLength + count - mark.length;
        if (surplus > 0) {
            int fromHeld = Math.min(heldLength, surplus);
            sink.take(held, 0, fromHeld);
            System.arraycopy(held, fromHeld, held, 0, heldLength - fromHeld);
            heldLength -= fromHeld;
            int fromBytes = surplus - fromHeld;
            if (fromBytes > 0) {
                sink.take(bytes, from, fromBytes);
            }
            count -= fromBytes;
        }
        System.arraycopy(bytes, to - count, held, heldLength, count);
        heldLength += count;
        isComplete = heldLength == mark.length && java.util.Arrays.equals(held, mark);
        return to - from;
    }
}
