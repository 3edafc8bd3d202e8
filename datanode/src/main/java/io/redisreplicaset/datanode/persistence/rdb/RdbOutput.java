package io.redisreplicaset.datanode.persistence.rdb;

import io.redisreplicaset.datanode.text.DecimalText;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Tokens into a buffer that grows and is used again.
final class RdbOutput {
    /// The longest string that is written, and packed, in one go: about a millisecond of work.
    static final int MAX_PIECE_BYTES = 256 * 1024;

    /// Shorter ones gain nothing from packing.
    private static final int MIN_PACKED_BYTES = 21;

    /// Text of more characters is no 32-bit number.
    private static final int MAX_INT_CHARACTERS = 11;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Lzf lzf = new Lzf();
    private final boolean packsStrings;
    private byte[] buffer = new byte[64 * 1024];
    private int length;

    RdbOutput(boolean packsStrings) {
        this.packsStrings = packsStrings;
    }

    byte[] buffer() {
        return buffer;
    }

    int size() {
        return length;
    }

    void clear() {
        length = 0;
    }

    void oneByte(int value) {
        ensure(1);
        buffer[length++] = (byte) value;
    }

    void fixed8(long value) {
        ensure(8);
        LONG.set(buffer, length, value);
        length += 8;
    }

    void raw(byte[] bytes, int offset, int count) {
        ensure(count);
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
    }

    void length(long value) {
        ensure(9);
        if (value < 1 << 6) {
            buffer[length++] = (byte) value;
        } else if (value < 1 << 14) {
            buffer[length++] = (byte) ((RdbOpcode.LENGTH_14_BITS << 6) | (value >>> 8));
            buffer[length++] = (byte) value;
        } else if (value <= 0xFFFF_FFFFL) {
            buffer[length++] = (byte) RdbOpcode.LENGTH_32_BITS;
            INT.set(buffer, length, Integer.reverseBytes((int) value));
            length += 4;
        } else {
            buffer[length++] = (byte) RdbOpcode.LENGTH_64_BITS;
            LONG.set(buffer, length, Long.reverseBytes(value));
            length += 8;
        }
    }

    /// A string in the shortest form: a number, packed, or as it is.
    void string(byte[] bytes, int offset, int count) {
        if (count <= MAX_INT_CHARACTERS && DecimalText.isLong(bytes, offset, count)) {
            long number = DecimalText.parse(bytes, offset, count);
            if (number == (int) number) {
                int32((int) number);
                return;
            }
        }
        if (packsStrings && count >= MIN_PACKED_BYTES && lzf.pack(bytes, offset, count)) {
            oneByte((RdbOpcode.LENGTH_ENCODED << 6) | RdbOpcode.STRING_LZF);
            length(lzf.length());
            length(count);
            raw(lzf.packed(), 0, lzf.length());
            return;
        }
        length(count);
        raw(bytes, offset, count);
    }

    /// A string that is the text of a number.
    void whole(long number) {
        if (number == (int) number) {
            int32((int) number);
            return;
        }
        int characters = DecimalText.length(number);
        length(characters);
        ensure(characters);
        length = DecimalText.write(number, buffer, length);
    }

    private void int32(int number) {
        ensure(5);
        if (number == (byte) number) {
            buffer[length++] = (byte) ((RdbOpcode.LENGTH_ENCODED << 6) | RdbOpcode.STRING_INT_8);
            buffer[length++] = (byte) number;
        } else if (number == (short) number) {
            buffer[length++] = (byte) ((RdbOpcode.LENGTH_ENCODED << 6) | RdbOpcode.STRING_INT_16);
            buffer[length++] = (byte) number;
            buffer[length++] = (byte) (number >>> 8);
        } else {
            buffer[length++] = (byte) ((RdbOpcode.LENGTH_ENCODED << 6) | RdbOpcode.STRING_INT_32);
            INT.set(buffer, length, number);
            length += 4;
        }
    }

    private void ensure(int more) {
        if (buffer.length - length < more) {
            long wanted = Math.max((long) length + more, buffer.length * 2L);
            buffer = Arrays.copyOf(buffer, (int) Math.min(wanted, Integer.MAX_VALUE - 8L));
        }
    }
}
