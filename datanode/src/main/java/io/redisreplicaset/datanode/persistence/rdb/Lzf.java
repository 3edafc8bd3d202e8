package io.redisreplicaset.datanode.persistence.rdb;

import java.util.Arrays;

/// The compression of strings in a snapshot.
///
/// A compressed string is a row of two kinds of pieces, told apart by the first byte's upper three bits:
/// ```
///   000nnnnn                      n + 1 bytes follow as they are
///   lllooooo [llllllll] oooooooo  copy l + 2 bytes from o + 1 bytes back; l = 7 takes one more byte, which is added
/// ```
/// A copy may reach into what it has itself just written: that is how a run is packed.
///
/// One object belongs to one thread; its table is used again for every string.
///
/// @see <a href="http://oldhome.schmorp.de/marc/liblzf.html">LibLZF</a>
final class Lzf {
    /// Packing pays only if it saves at least this; otherwise the string is written as it is.
    private static final int MIN_SAVED_BYTES = 4;

    /// No piece makes more of its bytes than this: three bytes that copy 264.
    static final int MAX_GROWTH = 88;

    private static final int HASH_BITS = 13;
    private static final int WINDOW_BYTES = 1 << 13;
    private static final int MIN_COPY_BYTES = 3;
    private static final int MAX_COPY_BYTES = 264;
    private static final int MAX_LITERAL_BYTES = 32;

    /// Where three bytes were last seen, counted over all strings, so that the table needs no clearing between
    /// them.
    private final int[] seenAt = new int[1 << HASH_BITS];

    /// The count at which the present string begins: what the table holds below it is of earlier strings.
    private int base = 1;

    private int nextBase = 1;
    private byte[] target = new byte[512];
    private int length;

    /// What was packed last; its first [#length] bytes.
    byte[] packed() {
        return target;
    }

    int length() {
        return length;
    }

    /// Packs a string.
    ///
    /// @return whether that saves anything; then [#packed] holds it
    boolean pack(byte[] source, int offset, int count) {
        int capacity = count - MIN_SAVED_BYTES;
        if (capacity <= 0) {
            return false;
        }
        beginString(count, capacity);
        int end = offset + count;
        int at = offset;
        int literalFrom = offset;
        while (at + MIN_COPY_BYTES <= end) {
            int slot = hash(source, at);
            int candidate = seenAt[slot] - base + offset;
            seenAt[slot] = at - offset + base;
            boolean isMatch = candidate >= offset
                    && at - candidate <= WINDOW_BYTES
                    && source[candidate] == source[at]
                    && source[candidate + 1] == source[at + 1]
                    && source[candidate + 2] == source[at + 2];
            if (!isMatch) {
                at++;
                continue;
            }
            int copied = matchLength(source, candidate, at, end);
            if (!literal(source, literalFrom, at, capacity) || !copy(at - candidate, copied, capacity)) {
                return false;
            }
            at += copied;
            literalFrom = at;
        }
        return literal(source, literalFrom, end, capacity);
    }

    private void beginString(int count, int capacity) {
        if (nextBase > Integer.MAX_VALUE - count) {
            Arrays.fill(seenAt, 0);
            nextBase = 1;
        }
        base = nextBase;
        nextBase = base + count;
        length = 0;
        if (target.length < capacity) {
            target = new byte[Math.max(capacity, target.length * 2)];
        }
    }

    private static int hash(byte[] source, int at) {
        int three = ((source[at] & 0xff) << 16) | ((source[at + 1] & 0xff) << 8) | (source[at + 2] & 0xff);
        return (three * 0x9E3779B1) >>> (32 - HASH_BITS);
    }

    private static int matchLength(byte[] source, int candidate, int at, int end) {
        int max = Math.min(MAX_COPY_BYTES, end - at);
        int matched = MIN_COPY_BYTES;
        while (matched < max && source[candidate + matched] == source[at + matched]) {
            matched++;
        }
        return matched;
    }

    private boolean literal(byte[] source, int from, int to, int capacity) {
        for (int at = from; at < to; at += MAX_LITERAL_BYTES) {
            int run = Math.min(MAX_LITERAL_BYTES, to - at);
            if (length + 1 + run > capacity) {
                return false;
            }
            target[length++] = (byte) (run - 1);
            System.arraycopy(source, at, target, length, run);
            length += run;
        }
        return true;
    }

    private boolean copy(int distance, int count, int capacity) {
        int back = distance - 1;
        int coded = count - 2;
        if (length + 3 > capacity) {
            return false;
        }
        if (coded < 7) {
            target[length++] = (byte) ((coded << 5) | (back >>> 8));
        } else {
            target[length++] = (byte) ((7 << 5) | (back >>> 8));
            target[length++] = (byte) (coded - 7);
        }
        target[length++] = (byte) back;
        return true;
    }

    /// Unpacks all of `target.length` bytes.
    ///
    /// @return whether the source was exactly that; if not, the content of the target means nothing
    static boolean unpack(byte[] source, int offset, int count, byte[] target) {
        int at = offset;
        int end = offset + count;
        int written = 0;
        while (at < end) {
            int control = source[at++] & 0xff;
            if (control < MAX_LITERAL_BYTES) {
                int run = control + 1;
                if (run > end - at || run > target.length - written) {
                    return false;
                }
                System.arraycopy(source, at, target, written, run);
                at += run;
                written += run;
                continue;
            }
            int copied = control >>> 5;
            int more = copied == 7 ? 2 : 1;
            if (more > end - at) {
                return false;
            }
            if (copied == 7) {
                copied += source[at++] & 0xff;
            }
            copied += 2;
            int from = written - 1 - (((control & 0x1f) << 8) | (source[at++] & 0xff));
            if (from < 0 || copied > target.length - written) {
                return false;
            }
            // Byte by byte: source and target of the copy may overlap.
            for (int i = 0; i < copied; i++) {
                target[written++] = target[from++];
            }
        }
        return written == target.length;
    }
}
