package io.redisreplicaset.datanode.keyspace;

import io.redisreplicaset.datanode.text.DecimalText;
import java.util.Arrays;

/// A string: a whole number where its text is that of one, bytes otherwise. `OBJECT ENCODING` calls the three forms
/// `int`, `embstr` (short bytes that were set whole) and `raw` (long ones, or ones that were edited in place).
public sealed interface StringValue extends StoredValue {
    /// Redis embeds strings up to this length in their object.
    int MAX_EMBEDDED_BYTES = 44;

    /// The value of a SET: text of a whole number is kept as the number.
    static StringValue of(byte[] bytes) {
        if (DecimalText.isLong(bytes, 0, bytes.length)) {
            return new Whole(DecimalText.parse(bytes, 0, bytes.length));
        }
        return new Bytes(bytes, bytes.length, bytes.length > MAX_EMBEDDED_BYTES);
    }

    static StringValue of(long number) {
        return new Whole(number);
    }

    /// Bytes that stay bytes even if they look like a number, as after APPEND.
    static StringValue raw(byte[] bytes, int length) {
        return new Bytes(bytes, length, true);
    }

    @Override
    default String typeName() {
        return "string";
    }

    /// Length of the value in bytes.
    int length();

    /// The value as bytes; not to be changed by the caller, and longer than [#length] where there is room for
    /// APPEND.
    byte[] bytes();

    /// A string that is the canonical text of a long.
    record Whole(long number) implements StringValue {
        @Override
        public String encodingName() {
            return "int";
        }

        @Override
        public long memoryBytes() {
            return 0;
        }

        @Override
        public StoredValue asOfNow() {
            return this;
        }

        @Override
        public int length() {
            return DecimalText.length(number);
        }

        @Override
        public byte[] bytes() {
            return DecimalText.bytes(number);
        }
    }

    /// Any other string. Changed in place only by [#replaceRange], and only by the thread that owns the keyspace.
    final class Bytes implements StringValue {
        /// Room that an edited string is given to grow, at most.
        private static final int MAX_SPARE_BYTES = 1024 * 1024;

        private byte[] bytes;
        private int length;
        private boolean isRaw;

        /// A snapshot may still read the first [#length] bytes of the array.
        private boolean isLent;

        Bytes(byte[] bytes, int length, boolean isRaw) {
            this.bytes = bytes;
            this.length = length;
            this.isRaw = isRaw;
        }

        @Override
        public String encodingName() {
            return isRaw ? "raw" : "embstr";
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public long memoryBytes() {
            return bytes.length;
        }

        @Override
        public StoredValue asOfNow() {
            isLent = true;
            return new Bytes(bytes, length, isRaw);
        }

        /// The same bytes in an array of their own.
        public Bytes copy() {
            return new Bytes(Arrays.copyOf(bytes, length), length, isRaw);
        }

        /// Writes `count` bytes at `at`, with zero bytes in a gap before it.
        public void replaceRange(int at, byte[] source, int offset, int count) {
            int needed = at + count;
            if (needed > bytes.length) {
                long spare = Math.min(needed, MAX_SPARE_BYTES);
                bytes = Arrays.copyOf(bytes, (int) Math.min(needed + spare, Integer.MAX_VALUE - 8L));
                isLent = false;
            } else if (isLent && at < length) {
                bytes = bytes.clone();
                isLent = false;
            }
            System.arraycopy(source, offset, bytes, at, count);
            length = Math.max(length, needed);
            isRaw = true;
        }
    }
}
