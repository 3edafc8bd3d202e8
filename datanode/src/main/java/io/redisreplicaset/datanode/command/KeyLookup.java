package io.redisreplicaset.datanode.command;

import io.redisreplicaset.datanode.keyspace.Entry;
import org.jspecify.annotations.Nullable;

/// Finds keys by the rules of expiry: on a master an expired key is deleted, and its deletion propagated, by whoever
/// looks it up; on
/// a replica it is hidden from readers and stays until the master's word comes; to the master's own stream it is there.
public interface KeyLookup {
    @Nullable
    Entry read(Invocation invocation, byte[] key, int offset, int length);

    @Nullable
    Entry peek(Invocation invocation, byte[] key, int offset, int length);

    @Nullable
    Entry write(Invocation invocation, byte[] key, int offset, int length);
}
