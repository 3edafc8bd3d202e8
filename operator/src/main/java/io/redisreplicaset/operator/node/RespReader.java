package io.redisreplicaset.operator.node;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads replies from a stream, one at a time. What a data node may send is small; what is larger is not from one.
final class RespReader {
    static final int MAX_LINE_BYTES = 64 * 1024;
    static final int MAX_BULK_BYTES = 1024 * 1024;
    static final int MAX_ELEMENTS = 4096;
    static final int MAX_DEPTH = 8;

    private final InputStream in;

    /// @param in buffered: it is read byte by byte
    RespReader(InputStream in) {
        this.in = in;
    }

    /// @throws IOException the stream ended or failed, or what came is no reply
    RespReply read() throws IOException {
        return read(0);
    }

    private RespReply read(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("a reply is nested deeper than " + MAX_DEPTH);
        }
        int kind = in.read();
        if (kind < 0) {
            throw new EOFException("the node closed the connection");
        }
        return switch (kind) {
            case '+' -> new RespReply.Text(line());
            case '-' -> new RespReply.Failure(line());
            case ':' -> new RespReply.Whole(whole(line(), "an integer reply"));
            case '$' -> bulk();
            case '*', '>' -> sequence(depth);
            default -> throw new IOException("expected a reply, got the byte 0x" + Integer.toHexString(kind));
        };
    }

    private RespReply bulk() throws IOException {
        int length = length("bulk", MAX_BULK_BYTES);
        if (length < 0) {
            return new RespReply.Absent();
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length || in.read() != '\r' || in.read() != '\n') {
            throw new EOFException("a bulk reply of " + length + " bytes was cut off");
        }
        return new RespReply.Bulk(new String(bytes, StandardCharsets.UTF_8));
    }

    private RespReply sequence(int depth) throws IOException {
        int length = length("array", MAX_ELEMENTS);
        if (length < 0) {
            return new RespReply.Absent();
        }
        List<RespReply> elements = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            elements.add(read(depth + 1));
        }
        return new RespReply.Sequence(elements);
    }

    private int length(String what, int most) throws IOException {
        long length = whole(line(), "the length of a " + what);
        if (length < -1 || length > most) {
            throw new IOException("the length of a " + what + ": wanted -1 to " + most + ", got " + length);
        }
        return (int) length;
    }

    private static long whole(String text, String what) throws IOException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw new IOException(what + ": wanted a number, got '" + text + "'", notANumber);
        }
    }

    private String line() throws IOException {
        byte[] bytes = new byte[64];
        int length = 0;
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("a line was cut off");
            }
            if (length == MAX_LINE_BYTES) {
                throw new IOException("a line is longer than " + MAX_LINE_BYTES + " bytes");
            }
            if (length == bytes.length) {
                bytes = java.util.Arrays.copyOf(bytes, length * 2);
            }
            bytes[length++] = (byte) next;
        }
        if (in.read() != '\n') {
            throw new IOException("a line ends in CR without LF");
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
