package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.membership.HistoryMarker;
import io.redisreplicaset.datanode.membership.Upstream;

/// What the set's membership has replication do. Each call is complete when it returns, as far as the order of effects
/// demands it.
public interface MemberReplication {
    /// Follows an upstream, and opens the link again whenever it is lost. Another link is closed first.
    void connectUpstream(Upstream upstream);

    /// Closes the link to the upstream and leaves it closed. Behind this nothing that it sent is applied and nothing is
    /// acked.
    void closeUpstream();

    /// Takes a new replication id, keeps the present one as the second, and lets go of all replicas so that they learn
    /// it. The history is
    /// kept from here on.
    void shiftReplicationId();

    /// Appends the marker's PUBLISH to the history.
    ///
    /// @return the offset at which it ends
    long appendMarker(HistoryMarker marker);

    /// Sends replicas, and the upstream, what there is to tell now instead of at the end of the turn.
    void flush();

    String replicationId();

    /// The one before; 40 zeros where there is none.
    String secondReplicationId();

    /// The first offset that the second history does not share; -1 where there is none.
    long secondOffset();

    LinkReport link();

    /// The replicas that are attached.
    Iterable<AttachedReplica> attachedReplicas();

    /// @param nodeId empty for one that belongs to no set
    /// @param address `host:port` as it is announced
    record AttachedReplica(String nodeId, String address, long ackedOffset) {}
}
