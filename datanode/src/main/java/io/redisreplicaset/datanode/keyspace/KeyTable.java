package io.redisreplicaset.datanode.keyspace;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A hash table of entries that grows and shrinks in small steps, and that can be walked while it does.
///
/// There are one or two arrays, each a power of two long. While it resizes, each operation moves one bucket of `older`
/// into
/// `newer`. A walk's cursor counts with its bits reversed: a bucket of the smaller array then corresponds to a run of
/// cursors of the larger
/// one, so an element that stays is met at least once, whatever resizing happens in between (it may be met twice).
///
/// @see <a href="https://redis.io/docs/latest/commands/scan/#scan-guarantees">SCAN's guarantees</a>
final class KeyTable {
    private static final int INITIAL_BUCKETS = 16;

    /// Below one entry in ten buckets the table shrinks.
    private static final int SHRINK_RATIO = 10;

    private static final int MAX_BUCKETS = 1 << 30;

    /// Empty buckets that one resizing step may pass over.
    private static final int MAX_EMPTY_BUCKETS_A_STEP = 10;

    private @Nullable Entry[] newer = new @Nullable Entry[INITIAL_BUCKETS];
    private @Nullable Entry @Nullable [] older;
    private int moved;
    private int size;

    int size() {
        return size;
    }

    /// Buckets of both arrays: what the table itself costs, in references.
    long buckets() {
        return (long) newer.length + (older == null ? 0 : older.length);
    }

    boolean isResizing() {
        return older != null;
    }

    @Nullable
    Entry find(byte[] key, int offset, int length, int hash) {
        if (older != null) {
            moveOneBucket();
        }
        for (Entry e = newer[hash & (newer.length - 1)]; e != null; e = e.next) {
            if (e.hash == hash && e.hasKey(key, offset, length)) {
                return e;
            }
        }
        @Nullable Entry[] old = older;
        if (old != null) {
            for (Entry e = old[hash & (old.length - 1)]; e != null; e = e.next) {
                if (e.hash == hash && e.hasKey(key, offset, length)) {
                    return e;
                }
            }
        }
        return null;
    }

    /// Adds an entry whose key is not in the table.
    void add(Entry entry) {
        if (older == null && size >= newer.length && newer.length < MAX_BUCKETS) {
            resizeTo(newer.length * 2);
        }
        int bucket = entry.hash & (newer.length - 1);
        entry.next = newer[bucket];
        newer[bucket] = entry;
        size++;
    }

    /// Takes an entry out that is in the table.
    void remove(Entry entry) {
        if (older != null) {
            moveOneBucket();
        }
        if (!unlink(newer, entry) && (older == null || !unlink(older, entry))) {
            throw new IllegalStateException("entry is not in its table");
        }
        size--;
        if (older == null && newer.length > INITIAL_BUCKETS && size < newer.length / SHRINK_RATIO) {
            resizeTo(Math.max(INITIAL_BUCKETS, Integer.highestOneBit(Math.max(1, size)) * 2));
        }
    }

    private static boolean unlink(@Nullable Entry[] buckets, Entry entry) {
        int bucket = entry.hash & (buckets.length - 1);
        Entry before = null;
        for (Entry e = buckets[bucket]; e != null; e = e.next) {
            if (e == entry) {
                if (before == null) {
                    buckets[bucket] = e.next;
                } else {
                    before.next = e.next;
                }
                e.next = null;
                return true;
            }
            before = e;
        }
        return false;
    }

    private void resizeTo(int buckets) {
        if (buckets == newer.length) {
            return;
        }
        older = newer;
        newer = new @Nullable Entry[buckets];
        moved = 0;
    }

    /// Makes room at once for a load whose size is known.
    void reserve(long entries) {
        if (size == 0 && older == null && entries > newer.length) {
            long buckets = Math.min(MAX_BUCKETS, Long.highestOneBit(Math.max(1, entries - 1)) * 2);
            newer = new @Nullable Entry[(int) buckets];
        }
    }

    /// Moves buckets until resizing is done or `maxBuckets` have been moved.
    void resizeStep(int maxBuckets) {
        for (int i = 0; i < maxBuckets && older != null; i++) {
            moveOneBucket();
        }
    }

    private void moveOneBucket() {
        @Nullable Entry[] old = older;
        if (old == null) {
            return;
        }
        int emptyAllowed = MAX_EMPTY_BUCKETS_A_STEP;
        while (moved < old.length && old[moved] == null) {
            moved++;
            if (--emptyAllowed == 0) {
                break;
            }
        }
        if (moved < old.length) {
            Entry e = old[moved];
            while (e != null) {
                Entry following = e.next;
                int bucket = e.hash & (newer.length - 1);
                e.next = newer[bucket];
                newer[bucket] = e;
                e = following;
            }
            old[moved++] = null;
        }
        if (moved >= old.length) {
            older = null;
        }
    }

    /// Visits the entries at one step of a walk. The visitor changes nothing in the table.
    ///
    /// @param cursor 0 to begin
    /// @return the cursor of the next step, 0 when the walk is over
    long scan(long cursor, Consumer<Entry> visitor) {
        @Nullable Entry[] old = older;
        if (old == null) {
            long mask = newer.length - 1L;
            visit(newer[(int) (cursor & mask)], visitor);
            return nextCursor(cursor, mask);
        }
        boolean grows = old.length <= newer.length;
        @Nullable Entry[] small = grows ? old : newer;
        @Nullable Entry[] large = grows ? newer : old;
        long smallMask = small.length - 1L;
        long largeMask = large.length - 1L;
        visit(small[(int) (cursor & smallMask)], visitor);
        long next = cursor;
        // All buckets of the larger array that fold into this one of the smaller.
        do {
            visit(large[(int) (next & largeMask)], visitor);
            next = nextCursor(next, largeMask);
        } while ((next & (smallMask ^ largeMask)) != 0);
        return next;
    }

    private static void visit(@Nullable Entry first, Consumer<Entry> visitor) {
        for (Entry e = first; e != null; e = e.next) {
            visitor.accept(e);
        }
    }

    private static long nextCursor(long cursor, long mask) {
        long next = cursor | ~mask;
        return Long.reverse(Long.reverse(next) + 1);
    }

    /// An entry drawn at random, roughly evenly; null where the table is empty.
    @Nullable
    Entry random(RandomGenerator random) {
        if (size == 0) {
            return null;
        }
        while (true) {
            @Nullable Entry[] old = older;
            int draw = random.nextInt((int) Math.min(Integer.MAX_VALUE, buckets()));
            Entry first = draw < newer.length ? newer[draw] : old == null ? null : old[draw - newer.length];
            if (first == null) {
                continue;
            }
            int length = 0;
            for (Entry e = first; e != null; e = e.next) {
                length++;
            }
            Entry chosen = first;
            for (int skip = random.nextInt(length); skip > 0 && chosen.next != null; skip--) {
                chosen = chosen.next;
            }
            return chosen;
        }
    }
}
