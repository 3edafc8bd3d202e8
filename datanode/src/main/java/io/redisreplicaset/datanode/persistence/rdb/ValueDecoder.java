package io.redisreplicaset.datanode.persistence.rdb;

import io.redisreplicaset.datanode.keyspace.StoredValue;

/// Makes a value out of the tokens behind its key.
interface ValueDecoder extends RdbRecord {
    /// The value, once the record is complete; an object of its own.
    StoredValue value();
}
