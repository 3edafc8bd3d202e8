package io.redisreplicaset.datanode.command;

import io.redisreplicaset.datanode.resp.RespWriter;

/// Replication, as commands drive it.
public interface ReplicationControl {
    /// Whether this node follows another one, or was told to.
    boolean isReplica();

    /// Whether this node adds to the history of its own accord: a master does, and deletes keys whose time is over.
    boolean writesHistory();

    /// A replica's connection sent an empty line: it is alive.
    void heardFrom(Client replica);

    /// Follows another node: REPLICAOF host port.
    ///
    /// @return whether it already did
    boolean follow(String host, int port);

    /// Becomes a master: REPLICAOF NO ONE.
    void promote();

    /// PSYNC and SYNC: the connection becomes a replica's, or hears why not.
    void sync(Invocation invocation);

    void replconf(Invocation invocation);

    void role(RespWriter reply);

    /// Bytes of history.
    long offset();

    /// Replicas that have acked `offset`.
    int replicasAt(long offset);

    /// Asks all replicas to ack soon.
    void requestAcks();

    /// Sends a command to the replicas alone, as DEBUG REPLICATE does.
    void replicate(byte[]... arguments);

    /// Takes a new replication id, so that no replica can resume: DEBUG CHANGE-REPL-ID.
    void changeId();
}
