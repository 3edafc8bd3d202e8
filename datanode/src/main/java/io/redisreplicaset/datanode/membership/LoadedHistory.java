package io.redisreplicaset.datanode.membership;

import io.redisreplicaset.datanode.replication.ReplicationId;
import java.util.Optional;

/// What a node found in its data folder when it started.
///
/// @param marker the last one in the data; empty where there is no data, or none of a set
/// @param everyAckWasOnDisk true where the data came from a log that was written before each ack, and that was read
///     to its end without a damage
public record LoadedHistory(
        Optional<HistoryMarker> marker, Optional<ReplicationId> replicationId, long offset, boolean everyAckWasOnDisk) {
    public LoadedHistory {
        if (offset < 0) {
            throw new IllegalArgumentException("offset: wanted 0 or more, got " + offset);
        }
    }

    /// An empty folder.
    public static LoadedHistory nothing() {
        return new LoadedHistory(Optional.empty(), Optional.empty(), 0, false);
    }

    boolean isExactly(CleanShutdown record) {
        long historyEpoch = marker.map(HistoryMarker::epoch).orElse(0L);
        return historyEpoch == record.historyEpoch()
                && offset == record.offset()
                && replicationId.equals(Optional.of(record.replicationId()));
    }
}
