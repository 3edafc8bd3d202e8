package io.redisreplicaset.datanode.replication.master;

/// `client-output-buffer-limit replica`: how far a replica may fall behind before it costs more than it is worth.
public final class OutputLimitWatch {
    private boolean isAboveSoft;
    private long aboveSoftSinceNanos;

    /// @param hardBytes close at once at this size; 0 for no limit
    /// @param softBytes close above this size after `softNanos`; 0 for no limit
    /// @param backlogBytes a limit below the backlog's size makes no sense: that much is kept anyway, and a replica
    ///     that was just allowed to resume from it would be closed for it
    public record Limits(long hardBytes, long softBytes, long softNanos, long backlogBytes) {
        boolean isHard(long bytes) {
            return hardBytes > 0 && bytes > Math.max(hardBytes, backlogBytes);
        }

        boolean isSoft(long bytes) {
            return softBytes > 0 && bytes > Math.max(softBytes, backlogBytes);
        }
    }

    /// Whether the replica is to be closed.
    ///
    /// @param heldBytes what is kept for it alone, or would be if it were alone
    public boolean isExceeded(long heldBytes, Limits limits, long nowNanos) {
        if (limits.isHard(heldBytes)) {
            return true;
        }
        if (!limits.isSoft(heldBytes)) {
            isAboveSoft = false;
            return false;
        }
        if (!isAboveSoft) {
            isAboveSoft = true;
            aboveSoftSinceNanos = nowNanos;
        }
        return nowNanos - aboveSoftSinceNanos > limits.softNanos();
    }
}
