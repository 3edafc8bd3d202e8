package io.redisreplicaset.datanode.command;

import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.keyspace.Keyspace;

/// What commands can reach besides their own arguments. The engine implements it; all of it belongs to the engine's
/// thread.
public interface Node {
    Keyspace keyspace();

    Settings settings();

    CommandTable commands();

    PubSub pubSub();

    WatchTable watches();

    KeyspaceEvents events();

    ClientRegistry clients();

    NodeStats stats();

    SlowLog slowLog();

    ReplicationControl replication();

    SnapshotControl snapshots();

    ConfigControl config();

    MembershipControl membership();

    NodeControl control();
}
