package io.redisreplicaset.datanode.replication;

/// The part of the stream that can still be sent: bytes `firstOffset` up to and including `endOffset`.
///
/// The first byte that a history ever had is at offset 1, so a backlog that has seen nothing is `(1, 0)`.
public record BacklogRange(long firstOffset, long endOffset) {
    public BacklogRange {
        if (firstOffset < 1 || endOffset < firstOffset - 1) {
            throw new IllegalArgumentException(
                    "backlog range: wanted 1 <= first <= end + 1, got first " + firstOffset + ", end " + endOffset);
        }
    }

    /// A backlog that begins behind `offset` and holds nothing yet.
    public static BacklogRange emptyAfter(long offset) {
        return new BacklogRange(offset + 1, offset);
    }
}
