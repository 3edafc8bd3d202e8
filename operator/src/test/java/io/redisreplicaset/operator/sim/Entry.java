package io.redisreplicaset.operator.sim;

import io.redisreplicaset.datanode.membership.HistoryMarker;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One command of a history, and through its predecessor all before it: who holds an entry holds a whole data set,
/// and a snapshot is a reference. Two entries are the same only where they are the same object; whether they stand
/// for the same bytes is what [#hash] tells.
final class Entry {
    /// What a command does.
    sealed interface Content {
        /// A client's; the number is its only one in all of a run.
        record Write(int id) implements Content {}

        record Marker(HistoryMarker marker) implements Content {}

        /// A master's sign of life in the stream.
        record Ping() implements Content {}

        /// What an empty history ends with.
        record Nothing() implements Content {}
    }

    static final Entry NOTHING = new Entry(null, new Content.Nothing(), 0, Optional.empty(), 0, 17);

    private final @Nullable Entry before;
    private final Content content;
    private final long endOffset;
    private final Optional<HistoryMarker> marker;
    private final int lastWrite;
    private final long hash;

    private Entry(
            @Nullable Entry before,
            Content content,
            long endOffset,
            Optional<HistoryMarker> marker,
            int lastWrite,
            long hash) {
        this.before = before;
        this.content = content;
        this.endOffset = endOffset;
        this.marker = marker;
        this.lastWrite = lastWrite;
        this.hash = hash;
    }

    Entry followedBy(Content next, int length) {
        long end = endOffset + length;
        Optional<HistoryMarker> latest = next instanceof Content.Marker(HistoryMarker own) ? Optional.of(own) : marker;
        int write = next instanceof Content.Write(int id) ? id : lastWrite;
        return new Entry(this, next, end, latest, write, mix(hash * 31 + end * 7 + next.hashCode()));
    }

    /// The same position with nothing before it, for the mutation that throws data away too early.
    Entry emptied() {
        return new Entry(null, new Content.Nothing(), endOffset, marker, 0, hash);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        return mixed ^ (mixed >>> 29);
    }

    Content content() {
        return content;
    }

    long endOffset() {
        return endOffset;
    }

    int length() {
        return before == null ? 0 : (int) (endOffset - before.endOffset);
    }

    /// The last one in this history, this entry included.
    Optional<HistoryMarker> marker() {
        return marker;
    }

    /// The epoch that it belongs to; 0 before the first marker.
    long epoch() {
        return marker.map(HistoryMarker::epoch).orElse(0L);
    }

    long rootEpoch() {
        return marker.map(HistoryMarker::rootEpoch).orElse(0L);
    }

    /// What a read would show; 0 for nothing.
    int lastWrite() {
        return lastWrite;
    }

    boolean isEmpty() {
        return lastWrite == 0;
    }

    /// Of all content up to here.
    long hash() {
        return hash;
    }

    /// The entries behind `cursor`, which this history holds, in order.
    List<Entry> since(Entry cursor) {
        List<Entry> entries = new ArrayList<>();
        for (Entry at = this; at.before != null && !at.equals(cursor); at = at.before) {
            entries.add(at);
        }
        return entries.reversed();
    }

    /// The entry that ends at that offset; empty where none does.
    Optional<Entry> endingAt(long offset) {
        Entry at = this;
        while (at.before != null && at.endOffset > offset) {
            at = at.before;
        }
        return at.endOffset == offset ? Optional.of(at) : Optional.empty();
    }

    /// All writes up to here.
    BitSet writes() {
        BitSet ids = new BitSet();
        for (Entry at = this; at.before != null; at = at.before) {
            if (at.content instanceof Content.Write(int id)) {
                ids.set(id);
            }
        }
        return ids;
    }

    @Override
    public String toString() {
        return epoch() + ":" + endOffset;
    }
}
