package io.redisreplicaset.operator.node;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Reads replies from a stream, one at a time. What a data node may send is small; what is larger is not from one.
final class RespReader {
    static final int MAX_LINE_BYTES = 64 * 1024;
    static final int MAX_BULK_BYTES = 1024 * 1024;
    static final int MAX_ELEMENTS = 4096;
    static final int MAX_DEPTH = 8;

    /// The one way to write a number; Java's own reader takes other digits and signs too.
    private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]*");

    private final InputStream in;

    /// @param in buffered: it is read byte by byte
    RespReader(InputStream in) {
        this.in = in;
    }

    /// @throws ProtocolException what came is no reply
    /// @throws IOException the stream ended or failed
    RespReply read() throws IOException {
        return read(0);
    }

    private RespReply read(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new ProtocolException("a reply is nested deeper than " + MAX_DEPTH);
        }
        int kind = in.read();
        if (kind < 0) {
            throw new EOFException("the node closed the connection");
        }
        return switch (kind) {
            case '+' -> new RespReply.Text(line());
            case '-' -> new RespReply.Failure(line());
            case ':' -> new RespReply.Whole(signed(line()));
            case '$' -> bulk();
            case '*', '>' -> sequence(depth);
            default -> throw new ProtocolException("expected a reply, got the byte 0x" + Integer.toHexString(kind));
        };
    }

    private RespReply bulk() throws IOException {
        int length = length("a bulk", MAX_BULK_BYTES);
        if (length < 0) {
            return new RespReply.Absent();
        }
        byte[] bytes = in.readNBytes(length + 2);
        if (bytes.length < length + 2) {
            throw new EOFException("a bulk reply of " + length + " bytes was cut off");
        }
        if (bytes[length] != '\r' || bytes[length + 1] != '\n') {
            throw new ProtocolException("a bulk reply of " + length + " bytes does not end behind them");
        }
        return new RespReply.Bulk(new String(bytes, 0, length, StandardCharsets.UTF_8));
    }

    private RespReply sequence(int depth) throws IOException {
        int length = length("an array", MAX_ELEMENTS);
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
        long length = whole(line(), "the length of " + what);
        if (length < -1 || length > most) {
            throw new ProtocolException("the length of " + what + ": wanted -1 to " + most + ", got " + length);
        }
        return (int) length;
    }

    /// A number may have a plus sign, by the letter of the protocol; a length may not.
    private static long signed(String text) throws IOException {
        boolean hasPlus = text.startsWith("+") && !text.startsWith("+-");
        return whole(hasPlus ? text.substring(1) : text, "an integer reply");
    }

    private static long whole(String text, String what) throws IOException {
        try {
            if (NUMBER.matcher(text).matches()) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException _) {
            // Too large a number is refused as none is.
        }
        throw new ProtocolException(what + ": wanted a number, got '" + text + "'");
    }

    private String line() throws IOException {
        byte[] bytes = new byte[64];
        int length = 0;
        for (int next = next(); next != '\r'; next = next()) {
            if (length == MAX_LINE_BYTES) {
                throw new ProtocolException("a line is longer than " + MAX_LINE_BYTES + " bytes");
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, length * 2);
            }
            bytes[length++] = (byte) next;
        }
        if (next() != '\n') {
            throw new ProtocolException("a line ends in CR without LF");
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private int next() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("a line was cut off");
        }
        return next;
    }
}
