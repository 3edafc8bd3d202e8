package io.redisreplicaset.datanode.membership;

import io.redisreplicaset.datanode.replication.ReplicationId;

/// What an intact node held when it stopped in good order. Loading exactly this proves that it still holds all that
/// it ever acked.
public record CleanShutdown(long historyEpoch, ReplicationId replicationId, long offset) {
    public CleanShutdown {
        if (historyEpoch < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "clean shutdown: wanted an epoch and an offset from 0 up, got " + historyEpoch + " and " + offset);
        }
    }
}
