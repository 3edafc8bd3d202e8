package io.redisreplicaset.datanode.text;

/// Whole numbers as RESP and the keyspace write them: canonical decimal text, no sign `+`, no leading zero, no blank.
public final class DecimalText {
    /// Digits and sign of `Long.MIN_VALUE`.
    public static final int MAX_LENGTH = 20;

    private DecimalText() {}

    /// Whether the bytes are the canonical text of a long. Only then may [#parse] be called.
    public static boolean isLong(byte[] bytes, int offset, int length) {
        if (length <= 0 || length > MAX_LENGTH) {
            return false;
        }
        int at = offset;
        int end = offset + length;
        boolean negative = bytes[at] == '-';
        if (negative && ++at == end) {
            return false;
        }
        if (bytes[at] == '0') {
            return length == 1;
        }
        long magnitude = 0;
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            // Counted below zero, where one more value fits.
            if (magnitude < Long.MIN_VALUE / 10 || magnitude * 10 < Long.MIN_VALUE + digit) {
                return false;
            }
            magnitude = magnitude * 10 - digit;
        }
        return negative || magnitude != Long.MIN_VALUE;
    }

    /// The value of bytes for which [#isLong] holds.
    public static long parse(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        boolean negative = bytes[at] == '-';
        if (negative) {
            at++;
        }
        long magnitude = 0;
        for (; at < end; at++) {
            magnitude = magnitude * 10 - (bytes[at] - '0');
        }
        return negative ? magnitude : -magnitude;
    }

    /// How many bytes [#write] makes of `value`.
    public static int length(long value) {
        if (value == Long.MIN_VALUE) {
            return MAX_LENGTH;
        }
        long rest = value < 0 ? -value : value;
        int length = value < 0 ? 2 : 1;
        while (rest >= 10) {
            rest /= 10;
            length++;
        }
        return length;
    }

    /// Writes the text of `value` at `offset`.
    ///
    /// @return the offset behind it
    public static int write(long value, byte[] target, int offset) {
        int end = offset + length(value);
        int at = end;
        long rest = value < 0 ? value : -value;
        do {
            long shorter = rest / 10;
            target[--at] = (byte) ('0' + (int) (shorter * 10 - rest));
            rest = shorter;
        } while (rest != 0);
        if (value < 0) {
            target[--at] = '-';
        }
        return end;
    }

    /// The text of `value` as bytes of its own.
    public static byte[] bytes(long value) {
        byte[] text = new byte[length(value)];
        write(value, text, 0);
        return text;
    }
}
