package io.redisreplicaset.datanode.resp;

import io.redisreplicaset.datanode.text.DecimalText;
import io.redisreplicaset.datanode.text.QuotedWords;
import java.util.List;

/// Finds whole requests in the bytes that have arrived, without copying them.
///
/// One per connection. The caller shows it the unread bytes; where they end in the middle of a request, the parser
/// remembers how far it came (relative to the request's first byte), so that a request of a million arguments in small
/// pieces is read once and not over and over.
public final class RequestParser {
    private final Request request = new Request();

    private long maxBulkBytes = 512L * 1024 * 1024;
    private boolean isAuthenticated = true;

    /// Position relative to the first byte of the request where parsing goes on.
    private int position;

    private int argumentsMissing;
    private int bulkLength = -1;
    private boolean isInArray;

    /// Every line end so far is one. As in Redis, lengths alone say where things end; but a request with other bytes
    /// there is not copied as it came to those who may look closer.
    private boolean isCanonical;

    private int consumed;

    /// Bounds that depend on configuration and on the client.
    public void limits(long bulkBytes, boolean authenticated) {
        this.maxBulkBytes = bulkBytes;
        this.isAuthenticated = authenticated;
    }

    /// The request that the last successful [#parse] found. Its count is 0 for an empty line.
    public Request request() {
        return request;
    }

    /// Bytes that the found request took.
    public int consumed() {
        return consumed;
    }

    /// How many more bytes are surely needed, at least 1: for sizing the buffer of a large argument.
    public long bytesMissing(int available) {
        if (isInArray && bulkLength >= 0) {
            return Math.max(1L, (long) position + bulkLength + 2 - available);
        }
        return 1;
    }

    /// Looks for one request in `buffer[from, to)`; `from` is always its first byte.
    ///
    /// @return whether a whole request is there
    /// @throws RespProtocolException the bytes can't be a request
    public boolean parse(byte[] buffer, int from, int to) {
        if (position == 0) {
            if (from == to) {
                return false;
            }
            request.begin(buffer);
            if (buffer[from] != '*') {
                return parseInline(buffer, from, to);
            }
        }
        return parseArray(buffer, from, to);
    }

    /// Drops a partly read request and large scratch memory.
    public void reset() {
        position = 0;
        isInArray = false;
        bulkLength = -1;
        request.trim();
    }

    private boolean parseArray(byte[] buffer, int from, int to) {
        if (!isInArray) {
            int lineEnd = lineEnd(buffer, from + 1, to);
            if (lineEnd < 0) {
                requireShortLine(to - from, "too big mbulk count string");
                return false;
            }
            argumentsMissing = arrayLength(buffer, from + 1, lineEnd);
            position = lineEnd + 2 - from;
            isInArray = true;
            isCanonical = buffer[lineEnd + 1] == '\n';
            relativeCount = 0;
        }
        while (argumentsMissing > 0) {
            if (bulkLength < 0 && !parseBulkHeader(buffer, from, to)) {
                return false;
            }
            if ((long) to - from - position < bulkLength + 2L) {
                return false;
            }
            addArgument(buffer, from);
        }
        finish(buffer, from);
        return true;
    }

    private boolean parseBulkHeader(byte[] buffer, int from, int to) {
        int at = from + position;
        int lineEnd = at < to ? lineEnd(buffer, at, to) : -1;
        if (lineEnd < 0) {
            requireShortLine(to - at, "too big bulk count string");
            return false;
        }
        if (buffer[at] != '$') {
            throw new RespProtocolException("expected '$', got '" + (char) (buffer[at] & 0xFF) + "'");
        }
        bulkLength = bulkLength(buffer, at + 1, lineEnd);
        isCanonical &= buffer[lineEnd + 1] == '\n';
        position = lineEnd + 2 - from;
        return true;
    }

    // Offsets are kept relative to the request while it is incomplete: the caller may move its bytes.
    private int relativeCount;
    private int[] relativeOffsets = new int[8];
    private int[] relativeLengths = new int[8];

    private void addArgument(byte[] buffer, int from) {
        if (relativeCount == relativeOffsets.length) {
            relativeOffsets = java.util.Arrays.copyOf(relativeOffsets, relativeCount * 2);
            relativeLengths = java.util.Arrays.copyOf(relativeLengths, relativeCount * 2);
        }
        relativeOffsets[relativeCount] = position;
        relativeLengths[relativeCount++] = bulkLength;
        position += bulkLength + 2;
        bulkLength = -1;
        argumentsMissing--;
        isCanonical &= buffer[from + position - 2] == '\r' && buffer[from + position - 1] == '\n';
    }

    private void finish(byte[] buffer, int from) {
        request.begin(buffer);
        for (int i = 0; i < relativeCount; i++) {
            request.add(from + relativeOffsets[i], relativeLengths[i]);
        }
        if (isCanonical) {
            request.raw(from, position);
        }
        consumed = position;
        position = 0;
        isInArray = false;
        if (relativeOffsets.length > 1024) {
            relativeOffsets = new int[8];
            relativeLengths = new int[8];
        }
    }

    private int arrayLength(byte[] buffer, int from, int lineEnd) {
        if (!DecimalText.isLong(buffer, from, lineEnd - from)) {
            throw new RespProtocolException("invalid multibulk length");
        }
        long length = DecimalText.parse(buffer, from, lineEnd - from);
        if (length > RespLimits.MAX_ARGUMENTS) {
            throw new RespProtocolException("invalid multibulk length");
        }
        if (length > RespLimits.MAX_UNAUTHENTICATED_ARGUMENTS && !isAuthenticated) {
            throw new RespProtocolException("unauthenticated multibulk length");
        }
        return (int) Math.max(0, length);
    }

    private int bulkLength(byte[] buffer, int from, int lineEnd) {
        if (!DecimalText.isLong(buffer, from, lineEnd - from)) {
            throw new RespProtocolException("invalid bulk length");
        }
        long length = DecimalText.parse(buffer, from, lineEnd - from);
        if (length < 0 || length > maxBulkBytes) {
            throw new RespProtocolException("invalid bulk length");
        }
        if (length > RespLimits.MAX_UNAUTHENTICATED_BULK_BYTES && !isAuthenticated) {
            throw new RespProtocolException("unauthenticated bulk length");
        }
        return (int) length;
    }

    private boolean parseInline(byte[] buffer, int from, int to) {
        int newline = indexOf(buffer, (byte) '\n', from, to);
        if (newline < 0) {
            requireShortLine(to - from, "too big inline request");
            return false;
        }
        int end = newline > from && buffer[newline - 1] == '\r' ? newline - 1 : newline;
        // Text for people: it ends where text ends in C.
        int nul = indexOf(buffer, (byte) 0, from, end);
        splitWords(buffer, from, nul < 0 ? end : nul);
        consumed = newline + 1 - from;
        return true;
    }

    private void splitWords(byte[] buffer, int from, int end) {
        List<byte[]> words;
        try {
            words = QuotedWords.split(buffer, from, end);
        } catch (IllegalArgumentException unbalanced) {
            throw new RespProtocolException(String.valueOf(unbalanced.getMessage()));
        }
        request.copyOf(words);
    }

    private static void requireShortLine(int bytes, String complaint) {
        if (bytes > RespLimits.MAX_LINE_BYTES) {
            throw new RespProtocolException(complaint);
        }
    }

    /// Index of the `\r` of the first line end, if the `\n` behind it is there too.
    private static int lineEnd(byte[] buffer, int from, int to) {
        int at = indexOf(buffer, (byte) '\r', from, to);
        return at >= 0 && at + 1 < to ? at : -1;
    }

    private static int indexOf(byte[] buffer, byte wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (buffer[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
