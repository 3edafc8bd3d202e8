package io.redisreplicaset.operator.sim;

import io.redisreplicaset.datanode.membership.HeartbeatAnswer;
import io.redisreplicaset.datanode.membership.NodeMembership.Ack;
import io.redisreplicaset.datanode.membership.ReplicaHello;
import io.redisreplicaset.datanode.replication.PsyncRequest;
import io.redisreplicaset.datanode.replication.ReplicationId;
import java.util.List;

/// What is said on the three kinds of connections.
final class Messages {
    private Messages() {}

    /// Between a replica and its upstream; the names are those of the commands and answers.
    sealed interface OfReplication {
        record Hello(ReplicaHello hello) implements OfReplication {}

        record Introduced(long epoch) implements OfReplication {}

        record Refused(String error) implements OfReplication {}

        record Psync(PsyncRequest request) implements OfReplication {}

        /// @param end the last entry that both should have, to see that they do
        record Continue(ReplicationId id, Entry end) implements OfReplication {}

        record FullResync() implements OfReplication {}

        record Snapshot(NodeData.Saved saved) implements OfReplication {}

        record Stream(List<Entry> entries) implements OfReplication {
            public Stream {
                entries = List.copyOf(entries);
            }
        }

        record Acks(List<Ack> acks) implements OfReplication {
            public Acks {
                acks = List.copyOf(acks);
            }
        }
    }

    /// Between two nodes.
    sealed interface OfHeartbeat {
        record Question(String nodeId, long promisedEpoch) implements OfHeartbeat {}

        record Answer(HeartbeatAnswer answer) implements OfHeartbeat {}
    }

    /// Between a client and a node.
    sealed interface OfClient {
        /// @param id of what is written; 0 for a read
        record Command(int id) implements OfClient {
            boolean isWrite() {
                return id > 0;
            }
        }

        /// @param value what a read saw; 0 for nothing
        /// @param epoch in which this was answered, which may be later than the one that it was executed in
        record Done(int value, boolean byMaster, long epoch) implements OfClient {}

        /// Not executed.
        record Refused(String error) implements OfClient {}
    }
}
