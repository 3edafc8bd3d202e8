package io.redisreplicaset.datanode.replication.replica;

import io.redisreplicaset.datanode.resp.RespProtocolException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Finds the lines of a handshake in bytes that arrive in pieces, and takes not one byte more: behind a line
/// another protocol may begin.
public final class LineReader {
    /// No answer in a handshake is longer.
    static final int MAX_LINE_BYTES = 4096;

    private final byte[] line = new byte[MAX_LINE_BYTES];
    private int length;
    private @Nullable String found;

    /// Forgets the beginning of a line: the connection is another one.
    public void reset() {
        length = 0;
        found = null;
    }

    /// Takes bytes up to the end of a line, or all of them.
    ///
    /// @return how many were taken; [#line] tells whether a line ended with them
    /// @throws RespProtocolException the line is too long
    public int take(byte[] bytes, int from, int to) {
        found = null;
        for (int at = from; at < to; at++) {
            byte next = bytes[at];
            if (next == '\n') {
                int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
                found = new String(line, 0, end, StandardCharsets.ISO_8859_1);
                length = 0;
                return at + 1 - from;
            }
            if (length == MAX_LINE_BYTES) {
                throw new RespProtocolException("expected a line of at most " + MAX_LINE_BYTES
                        + " bytes from the upstream, got one that begins with '"
                        + new String(line, 0, 64, StandardCharsets.ISO_8859_1) + "'");
            }
            line[length++] = next;
        }
        return to - from;
    }

    /// The line that the last [#take] found, without its end; null where it found none.
    public @Nullable String line() {
        return found;
    }
}
