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
    /// `txt:` before the text of a verbatim string.
    private static final int VERBATIM_KIND_BYTES = 4;

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
            case ':' -> new RespValue.Whole(signed());
            case '$' -> bulkOrAbsent();
            case '=' -> verbatim();
            case '!' -> new RespValue.Failure(bulk().asText());
            case ',', '(' -> new RespValue.NumberText(line());
            case '#' -> new RespValue.Truth(truth(line()));
            case '_' -> absent(line());
            case '*', '~' -> sequence(depth);
            case '%' -> new RespValue.Mapping(elements(2 * count(), depth));
            case '>' -> new RespValue.Push(elements(count(), depth));
            case '|' -> {
                elements(2 * count(), depth);
                // One deeper, so that a row of attributes with nothing behind them has an end.
                yield read(depth + 1);
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

    private RespValue bulkOrAbsent() {
        long length = whole();
        return length == -1 ? new RespValue.Absent() : bulk(length);
    }

    private RespValue.Bulk bulk() {
        return bulk(whole());
    }

    private RespValue.Bulk bulk(long length) {
        if (length < 0 || length > maxPendingBytes) {
            throw new RespProtocolException("expected a bulk of 0 to " + maxPendingBytes + " bytes, got " + length);
        }
        int size = (int) length;
        if (end - at < size + 2L) {
            throw new Incomplete();
        }
        if (buffer[at + size] != '\r' || buffer[at + size + 1] != '\n') {
            throw new RespProtocolException("expected the end of a bulk of " + size + " bytes, got more");
        }
        byte[] bytes = Arrays.copyOfRange(buffer, at, at + size);
        at += size + 2;
        return new RespValue.Bulk(bytes);
    }

    private RespValue verbatim() {
        byte[] bytes = bulk().bytes();
        if (bytes.length < VERBATIM_KIND_BYTES || bytes[VERBATIM_KIND_BYTES - 1] != ':') {
            throw new RespProtocolException("expected a kind and ':' before the text, got '"
                    + new String(bytes, 0, Math.min(bytes.length, VERBATIM_KIND_BYTES), StandardCharsets.UTF_8) + "'");
        }
        return new RespValue.Bulk(Arrays.copyOfRange(bytes, VERBATIM_KIND_BYTES, bytes.length));
    }

    private static RespValue absent(String rest) {
        if (!rest.isEmpty()) {
            throw new RespProtocolException("expected nothing behind '_', got '" + rest + "'");
        }
        return new RespValue.Absent();
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
        return whole(from, lineEnd());
    }

    /// A number may have a plus sign, by the letter of the protocol; a length may not.
    private long signed() {
        int from = at;
        int lineEnd = lineEnd();
        boolean hasPlus = buffer[from] == '+' && buffer[from + 1] != '-';
        return whole(hasPlus ? from + 1 : from, lineEnd);
    }

    private long whole(int from, int lineEnd) {
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
        int longest = (int) Math.min(end, at + RespLimits.MAX_LINE_BYTES + 1L);
        for (int i = at; i < longest; i++) {
            if (buffer[i] != '\r') {
                continue;
            }
            if (i + 1 == end) {
                throw new Incomplete();
            }
            if (buffer[i + 1] != '\n') {
                throw new RespProtocolException("a line has CR without LF");
            }
            at = i + 2;
            return i;
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
