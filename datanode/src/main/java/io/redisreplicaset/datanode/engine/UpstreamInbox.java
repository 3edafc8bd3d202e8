package io.redisreplicaset.datanode.engine;

import java.util.Arrays;

/// Bytes of the link that its present state could not take. While there are any, no more is read from the socket:
/// so there are never more than one round of reads brings.
final class UpstreamInbox {
    /// Takes as many bytes as it can, and says how many.
    interface Reader {
        int read(byte[] bytes, int from, int to);
    }

    private byte[] kept = new byte[0];
    private int keptLength;
    private int generation;

    boolean isEmpty() {
        return keptLength == 0;
    }

    int size() {
        return keptLength;
    }

    void clear() {
        kept = new byte[0];
        keptLength = 0;
        generation++;
    }

    /// Offers bytes to the reader, behind those that are kept, and keeps what it does not take.
    void take(byte[] bytes, int from, int to, Reader reader) {
        if (keptLength == 0) {
            int before = generation;
            int taken = reader.read(bytes, from, to);
            // The reader may have ended the connection that the bytes came over.
            if (before == generation && from + taken < to) {
                kept = Arrays.copyOfRange(bytes, from + taken, to);
                keptLength = kept.length;
            }
            return;
        }
        kept = Arrays.copyOf(kept, keptLength + to - from);
        System.arraycopy(bytes, from, kept, keptLength, to - from);
        keptLength = kept.length;
        retry(reader);
    }

    /// Offers what is kept once more.
    void retry(Reader reader) {
        int before = generation;
        int taken = reader.read(kept, 0, keptLength);
        if (before == generation && taken > 0) {
            kept = Arrays.copyOfRange(kept, taken, keptLength);
            keptLength = kept.length;
        }
    }
}
