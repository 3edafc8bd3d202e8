package io.redisreplicaset.datanode.replication.replica;

import io.redisreplicaset.datanode.resp.Request;
import io.redisreplicaset.datanode.resp.RequestParser;
import io.redisreplicaset.datanode.resp.RespProtocolException;
import java.util.Arrays;

/// Cuts the upstream's stream into requests, and says which of its bytes have been applied.
///
/// ```
///   bytes that arrived:  [ SET … ][ MULTI ][ INCR … ][ EXEC ][ SET …      (the rest has not come)
///   applied, told once:  |--------------------------------->|
/// ```
/// Inside a transaction nothing counts as applied until its EXEC: a link that breaks in the middle goes on from the
/// MULTI. The bytes that are told are the upstream's own, unchanged, so this node's replicas get the same history
/// at the same offsets.
public final class StreamReader {
    /// Who runs what was read.
    public interface Applier {
        /// Runs one request.
        After run(Request request);

        /// These bytes of the stream are in force, in one piece with those of the last call.
        ///
        /// @return whether to go on; if not, the link is gone
        boolean applied(byte[] bytes, int offset, int length);
    }

    /// How the stream stands behind a request.
    public enum After {
        /// Inside a transaction.
        OPEN,
        /// Between two changes.
        WHOLE,
        /// Between two changes, and somebody must know at once how far the stream was applied.
        WHOLE_TELL_NOW,
        /// The link is gone; nothing more may be run.
        STOP
    }

    /// Bytes of one transaction, or one request, with all that arrived behind it: an array can't hold more.
    private static final int MAX_KEPT_BYTES = Integer.MAX_VALUE - 8;

    /// A buffer that something large left behind is let go above this size.
    private static final int KEPT_BUFFER_BYTES = 1024 * 1024;

    /// An upstream may hold values larger than what this node's own clients may send.
    private static final long MAX_BULK_BYTES = Integer.MAX_VALUE - 1024;

    private final RequestParser parser = new RequestParser();

    /// Bytes that arrived and are not told as applied: an open transaction, then the beginning of a request.
    private byte[] kept = new byte[0];

    private int keptLength;

    /// How much of [#kept] has been run, as part of an open transaction.
    private int runLength;

    private int runEnd;

    public StreamReader() {
        parser.limits(MAX_BULK_BYTES, true);
    }

    /// Forgets what was not applied: the stream goes on from there on another link.
    public void reset() {
        parser.reset();
        kept = new byte[0];
        keptLength = 0;
        runLength = 0;
    }

    /// Bytes that arrived and are not applied yet.
    public int pendingBytes() {
        return keptLength;
    }

    /// Takes bytes that have arrived, runs the requests that are whole, and keeps the rest.
    ///
    /// @throws RespProtocolException the bytes are no stream of requests
    public void take(byte[] bytes, int from, int to, Applier applier) {
        if (keptLength == 0) {
            int told = run(bytes, from, from, to, applier);
            if (told >= 0) {
                keep(bytes, told, to, runEnd - told);
            }
            return;
        }
        append(bytes, from, to);
        int told = run(kept, 0, runLength, keptLength, applier);
        if (told >= 0) {
            runLength = runEnd - told;
        }
        // A large request comes in many pieces: what is kept of it is not moved for each.
        if (told > 0) {
            forget(told);
        }
    }

    private void forget(int told) {
        System.arraycopy(kept, told, kept, 0, keptLength - told);
        keptLength -= told;
        if (kept.length > KEPT_BUFFER_BYTES && keptLength < kept.length / 4) {
            kept = Arrays.copyOf(kept, keptLength);
        }
    }

    /// Runs the requests in `buffer[at, to)`; what lies between `told` and `at` was run before.
    ///
    /// @return the end of what was told as applied; -1 if everything is to be forgotten
    private int run(byte[] buffer, int told, int at, int to, Applier applier) {
        int toldTo = told;
        int whole = told;
        runEnd = at;
        while (runEnd < to && parser.parse(buffer, runEnd, to)) {
            runEnd += parser.consumed();
            After after = applier.run(parser.request());
            if (after == After.STOP) {
                reset();
                return -1;
            }
            if (after != After.OPEN) {
                whole = runEnd;
            }
            if (after == After.WHOLE_TELL_NOW) {
                if (!applier.applied(buffer, toldTo, whole - toldTo)) {
                    reset();
                    return -1;
                }
                toldTo = whole;
            }
        }
        if (whole > toldTo && !applier.applied(buffer, toldTo, whole - toldTo)) {
            reset();
            return -1;
        }
        return whole;
    }

    private void keep(byte[] bytes, int from, int to, int alreadyRun) {
        if (from < to) {
            kept = Arrays.copyOfRange(bytes, from, to);
            keptLength = to - from;
            runLength = alreadyRun;
        }
    }

    private void append(byte[] bytes, int from, int to) {
        int count = to - from;
        long needed = (long) keptLength + count;
        if (needed > MAX_KEPT_BYTES) {
            throw new RespProtocolException("a request or transaction of more than " + MAX_KEPT_BYTES + " bytes");
        }
        if (needed > kept.length) {
            long missing = parser.bytesMissing(keptLength - runLength);
            // Twice as much; but a large argument is known to need no more than its length.
            long wanted = missing > 1 ? Math.min(kept.length * 2L, keptLength + missing) : kept.length * 2L;
            kept = Arrays.copyOf(kept, (int) Math.min(MAX_KEPT_BYTES, Math.max(needed, wanted)));
        }
        System.arraycopy(bytes, from, kept, keptLength, count);
        keptLength = (int) needed;
    }
}
