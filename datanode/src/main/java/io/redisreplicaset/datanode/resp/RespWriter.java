package io.redisreplicaset.datanode.resp;

import io.redisreplicaset.datanode.text.DecimalText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Replies as bytes, in RESP2 or RESP3, into a buffer that grows and is used again.
public final class RespWriter {
    /// What is kept between replies; a buffer that one huge reply made larger is let go.
    private static final int KEPT_BYTES = 1024 * 1024;

    /// What an array of Java can hold.
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private static final int LARGEST_CACHED_LENGTH = 512;
    private static final byte[][] BULK_HEADERS = headers('$');
    private static final byte[][] ARRAY_HEADERS = headers('*');

    private final int maxBytes;
    private byte[] buffer;
    private int length;
    private int protocol = 2;

    public RespWriter() {
        this(16 * 1024);
    }

    public RespWriter(int initialBytes) {
        this(initialBytes, MAX_BYTES);
    }

    /// @param maxBytes at which a reply is too large: it throws a [RespOverflowException]
    RespWriter(int initialBytes, int maxBytes) {
        this.buffer = new byte[initialBytes];
        this.maxBytes = maxBytes;
    }

    /// @param version 2 or 3
    public void protocol(int version) {
        protocol = version;
    }

    public int protocol() {
        return protocol;
    }

    public byte[] buffer() {
        return buffer;
    }

    public int length() {
        return length;
    }

    /// Takes back what was written behind `mark`.
    public void truncate(int mark) {
        length = mark;
    }

    /// Empties the writer, and lets a very large buffer go.
    public void clear() {
        length = 0;
        if (buffer.length > KEPT_BYTES) {
            buffer = new byte[16 * 1024];
        }
    }

    public byte[] toBytes() {
        return Arrays.copyOf(buffer, length);
    }

    public void raw(byte[] bytes) {
        raw(bytes, 0, bytes.length);
    }

    public void raw(byte[] bytes, int offset, int count) {
        ensure(count);
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
    }

    /// `+text`. The text has no line end.
    public void simple(String text) {
        line('+', text);
    }

    /// `-text`, the text beginning with its code, for example `ERR no such key`. Line ends in it become blanks.
    public void error(String text) {
        line('-', text.replace('\r', ' ').replace('\n', ' '));
    }

    public void ok() {
        raw(Constants.OK);
    }

    public void integer(long value) {
        if (value == 0 || value == 1) {
            raw(value == 0 ? Constants.ZERO : Constants.ONE);
            return;
        }
        header(':', value);
    }

    public void bulk(byte[] bytes) {
        bulk(bytes, 0, bytes.length);
    }

    public void bulk(byte[] bytes, int offset, int count) {
        bulkHeader(count);
        ensure(count + 2);
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
        endLine();
    }

    public void bulk(String text) {
        bulk(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A whole number as a bulk string.
    public void bulk(long value) {
        bulkHeader(DecimalText.length(value));
        ensure(DecimalText.MAX_LENGTH + 2);
        length = DecimalText.write(value, buffer, length);
        endLine();
    }

    public void bulkHeader(int count) {
        cachedHeader('$', BULK_HEADERS, count);
    }

    /// No value: `$-1` in RESP2, `_` in RESP3.
    public void nil() {
        raw(protocol == 3 ? Constants.NULL3 : Constants.NULL_BULK2);
    }

    /// No array: `*-1` in RESP2, `_` in RESP3.
    public void nilArray() {
        raw(protocol == 3 ? Constants.NULL3 : Constants.NULL_ARRAY2);
    }

    public void array(int count) {
        cachedHeader('*', ARRAY_HEADERS, count);
    }

    /// A map of `pairs` keys and values; a flat array in RESP2.
    public void map(int pairs) {
        if (protocol == 3) {
            header('%', pairs);
        } else {
            array(pairs * 2);
        }
    }

    public void set(int count) {
        if (protocol == 3) {
            header('~', count);
        } else {
            array(count);
        }
    }

    /// An out-of-band message; an ordinary array in RESP2.
    public void push(int count) {
        if (protocol == 3) {
            header('>', count);
        } else {
            array(count);
        }
    }

    public void attribute(int pairs) {
        header('|', pairs);
    }

    public void bool(boolean value) {
        if (protocol == 3) {
            raw(value ? Constants.TRUE3 : Constants.FALSE3);
        } else {
            integer(value ? 1 : 0);
        }
    }

    /// @param text the number as Redis writes it, for example `3.1415926535900001`
    public void decimal(String text) {
        if (protocol == 3) {
            line(',', text);
        } else {
            bulk(text);
        }
    }

    public void bigNumber(String digits) {
        if (protocol == 3) {
            line('(', digits);
        } else {
            bulk(digits);
        }
    }

    /// Text with a three-letter kind (`txt`, `mkd`); a plain bulk in RESP2.
    public void verbatim(String kind, String text) {
        if (protocol != 3) {
            bulk(text);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        header('=', bytes.length + 4L);
        raw((kind + ":").getBytes(StandardCharsets.US_ASCII));
        raw(bytes);
        ensure(2);
        endLine();
    }

    /// A request, as clients and masters send it.
    public void request(byte[]... arguments) {
        array(arguments.length);
        for (byte[] argument : arguments) {
            bulk(argument);
        }
    }

    public void request(Request request) {
        if (request.rawLength() > 0) {
            raw(request.buffer(), request.rawOffset(), request.rawLength());
            return;
        }
        array(request.count());
        for (int i = 0; i < request.count(); i++) {
            bulk(request.buffer(), request.offset(i), request.length(i));
        }
    }

    private void cachedHeader(char type, byte[][] cache, int count) {
        if (count <= LARGEST_CACHED_LENGTH) {
            raw(cache[count]);
        } else {
            header(type, count);
        }
    }

    private void header(char type, long number) {
        ensure(DecimalText.MAX_LENGTH + 3);
        buffer[length++] = (byte) type;
        length = DecimalText.write(number, buffer, length);
        endLine();
    }

    private void line(char type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ensure(bytes.length + 3);
        buffer[length++] = (byte) type;
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
        endLine();
    }

    private void endLine() {
        buffer[length++] = '\r';
        buffer[length++] = '\n';
    }

    private void ensure(int more) {
        if (buffer.length - length < more) {
            long needed = (long) length + more;
            if (needed > maxBytes) {
                throw new RespOverflowException(needed, maxBytes);
            }
            buffer = Arrays.copyOf(buffer, (int) Math.min(maxBytes, Math.max(needed, buffer.length * 2L)));
        }
    }

    private static byte[][] headers(char type) {
        byte[][] headers = new byte[LARGEST_CACHED_LENGTH + 1][];
        for (int i = 0; i < headers.length; i++) {
            headers[i] = (type + Integer.toString(i) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        }
        return headers;
    }

    private static final class Constants {
        static final byte[] OK = ascii("+OK\r\n");
        static final byte[] ZERO = ascii(":0\r\n");
        static final byte[] ONE = ascii(":1\r\n");
        static final byte[] NULL_BULK2 = ascii("$-1\r\n");
        static final byte[] NULL_ARRAY2 = ascii("*-1\r\n");
        static final byte[] NULL3 = ascii("_\r\n");
        static final byte[] TRUE3 = ascii("#t\r\n");
        static final byte[] FALSE3 = ascii("#f\r\n");

        static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }
}
