package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.replication.ReplicationId;

/// A place in a history of writes: what a snapshot is the state at.
///
/// @param offset bytes of the history up to here
/// @param streamDatabase the database that the next change of the history applies to unless it says otherwise
public record HistoryPlace(ReplicationId replicationId, long offset, int streamDatabase) {
    public HistoryPlace {
        if (offset < 0 || streamDatabase < 0) {
            throw new IllegalArgumentException("place in a history: wanted an offset and a database from 0 up, got "
                    + offset + " and " + streamDatabase);
        }
    }
}
