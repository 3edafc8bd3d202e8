package io.redisreplicaset.datanode.persistence.rdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The checksum at the end of a snapshot: CRC-64 with the Jones polynomial, bits reflected, starting from 0 and not
/// inverted at the end. `123456789` gives `e9c6d914c4b8d9ca`.
///
/// Eight bytes a step with one table for each of them, since a snapshot's every byte passes here on the thread that
/// serves clients.
///
/// @see <a href="https://reveng.sourceforge.io/crc-catalogue/17plus.htm#crc.cat.crc-64-redis">CRC catalogue:
///     CRC-64/REDIS</a>
final class Crc64 {
    private static final long REFLECTED_POLYNOMIAL = 0x95ac9329ac4bc9b5L;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long[][] TABLES = tables();

    private long value;

    long value() {
        return value;
    }

    void update(byte[] bytes, int offset, int length) {
        long crc = value;
        int at = offset;
        int end = offset + length;
        for (int wholeEnd = offset + (length & ~7); at < wholeEnd; at += 8) {
            long word = crc ^ (long) LONG.get(bytes, at);
            crc = TABLES[7][(int) (word & 0xff)]
                    ^ TABLES[6][(int) ((word >>> 8) & 0xff)]
                    ^ TABLES[5][(int) ((word >>> 16) & 0xff)]
                    ^ TABLES[4][(int) ((word >>> 24) & 0xff)]
                    ^ TABLES[3][(int) ((word >>> 32) & 0xff)]
                    ^ TABLES[2][(int) ((word >>> 40) & 0xff)]
                    ^ TABLES[1][(int) ((word >>> 48) & 0xff)]
                    ^ TABLES[0][(int) (word >>> 56)];
        }
        for (; at < end; at++) {
            crc = TABLES[0][(int) ((crc ^ bytes[at]) & 0xff)] ^ (crc >>> 8);
        }
        value = crc;
    }

    /// `tables[k][b]` is what byte `b` does to the checksum when `k` more bytes follow it.
    private static long[][] tables() {
        long[][] tables = new long[8][256];
        for (int b = 0; b < 256; b++) {
            long crc = b;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ REFLECTED_POLYNOMIAL;
            }
            tables[0][b] = crc;
        }
        for (int k = 1; k < 8; k++) {
            for (int b = 0; b < 256; b++) {
                long before = tables[k - 1][b];
                tables[k][b] = tables[0][(int) (before & 0xff)] ^ (before >>> 8);
            }
        }
        return tables;
    }
}
