package io.redisreplicaset.datanode.resp;

import io.redisreplicaset.datanode.text.DecimalText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads replies of RESP2 and RESP3 from bytes that arrive in pieces.
///
/// For links on which few and small replies arrive: an incomplete reply is read again from its start when more has
/// come.
/// Attributes are read and dropped.
public final class ReplyParser {
    private byte[] buffer = new byte[1024];
    private int start;
    private int end;
    private int at;
    private final int maxPendingBytes;

    /// @param maxPendingBytes an incomplete reply larger than this is refused
    public ReplyParser(int maxPendingBytes) {
        this.maxPendingBytes = maxPendingBytes;
    }

    /// Adds bytes that have arrived.
    ///
    /// @throws RespProtocolException too much is pending
    public void feed(byte[] bytes, int offset, int count) {
        if (end - start + (long) count > maxPendingBytes) {
            throw new RespProtocolException("reply of more than " + maxPendingBytes + " bytes");
        }
        if (buffer.length - end < count) {
            byte[] target = end - start + count > buffer.length
                    ? new byte[Math.max(buffer.length * 2, end - start + count)]
                    : buffer;
            System.arraycopy(buffer, start, target, 0, end - start);
            buffer = target;
            end -= start;
            start = 0;
        }
        System.arraycopy(bytes, offset, buffer, end, count);
        end += count;
    }

    /// The next whole reply, or null if more bytes are needed.
    ///
    /// @throws RespProtocolException the bytes can't be a reply
    public @Nullable RespValue next() {
        at = start;
        try {
            RespValue value = read(0);
            start = at;
            return value;
        } catch (Incomplete incomplete) {
            return null;
        }
    }

    /// Bytes behind the last whole reply, taken out of the parser: the link changes its protocol here.
    public byte[] drain() {
        byte[] rest = Arrays.copyOfRange(buffer, start, end);
        start = end;
        return rest;
    }

    private RespValue read(int depth) {
        if (depth > RespLimits.MAX_REPLY_DEPTH) {
            throw new RespProtocolException("reply nested deeper than " + RespLimits.MAX_REPLY_DEPTH);
        }
        byte type = nextByte();
        return switch (type) {
            case '+' -> new RespValue.Simple(line());
            case '-' -> new RespValue.Failure(line());
            case ':' -> new RespValue.Whole(whole());
            case '$' -> bulk();
            case '=' -> verbatim();
            case '!' -> new RespValue.Failure(text(bulk()));
            case ',', '(' -> new RespValue.NumberText(line());
            case '#' -> new RespValue.Truth(truth(line()));
            case '_' -> {
                line();
                yield new RespValue.Absent();
            }
            case '*', '~' -> sequence(depth);
            case '%' -> new RespValue.Mapping(elements(2 * count(), depth));
            case '>' -> new RespValue.Push(elements(count(), depth));
            case '|' -> {
                elements(2 * count(), depth);
                yield read(depth);
            }
            default -> throw new RespProtocolException("expected a RESP type, got '" + (char) (type & 0xFF) + "'");
        };
    }

    private RespValue sequence(int depth) {
        long count = whole();
        if (count == -1) {
            return new RespValue.Absent();
        }
        return new RespValue.Sequence(elements(checked(count), depth));
    }

    private List<RespValue> elements(int count, int depth) {
        List<RespValue> elements = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            elements.add(read(depth + 1));
        }
        return elements;
    }

    private RespValue bulk() {
        long length = whole();
        if (length == -1) {
            return new RespValue.Absent();
        }
        if (length < 0 || length > maxPendingBytes) {
            throw new RespProtocolException("expected a bulk of 0 to " + maxPendingBytes + " bytes, got " + length);
        }
        int size = (int) length;
        if (end - at < size + 2) {
            throw new Incomplete();
        }
        byte[] bytes = Arrays.copyOfRange(buffer, at, at + size);
        at += size + 2;
        return new RespValue.Bulk(bytes);
    }

    private RespValue verbatim() {
        return bulk() instanceof RespValue.Bulk(byte[] bytes) && bytes.length >= 4
                ? new RespValue.Bulk(Arrays.copyOfRange(bytes, 4, bytes.length))
                : new RespValue.Absent();
    }

    private static String text(RespValue value) {
        return value.asText();
    }

    private static boolean truth(String word) {
        return switch (word) {
            case "t" -> true;
            case "f" -> false;
            default -> throw new RespProtocolException("expected #t or #f, got #" + word);
        };
    }

    private int count() {
        return checked(whole());
    }

    private static int checked(long count) {
        if (count < 0 || count > RespLimits.MAX_REPLY_ELEMENTS) {
            throw new RespProtocolException(
                    "expected 0 to " + RespLimits.MAX_REPLY_ELEMENTS + " elements, got " + count);
        }
        return (int) count;
    }

    private long whole() {
        int from = at;
        int lineEnd = lineEnd();
        if (!DecimalText.isLong(buffer, from, lineEnd - from)) {
            throw new RespProtocolException("expected a whole number, got '"
                    + new String(buffer, from, lineEnd - from, StandardCharsets.UTF_8) + "'");
        }
        return DecimalText.parse(buffer, from, lineEnd - from);
    }

    private String line() {
        int from = at;
        int lineEnd = lineEnd();
        return new String(buffer, from, lineEnd - from, StandardCharsets.UTF_8);
    }

    private int lineEnd() {
        for (int i = at; i + 1 < end; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n') {
                at = i + 2;
                return i;
            }
        }
        if (end - at > RespLimits.MAX_LINE_BYTES) {
            throw new RespProtocolException("a line of more than " + RespLimits.MAX_LINE_BYTES + " bytes");
        }
        throw new Incomplete();
    }

    private byte nextByte() {
        if (at == end) {
            throw new Incomplete();
        }
        return buffer[at++];
    }

    private static final class Incomplete extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Incomplete() {
            super(null, null, false, false);
        }
    }
}
