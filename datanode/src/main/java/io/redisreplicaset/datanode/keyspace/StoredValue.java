package io.redisreplicaset.datanode.keyspace;

/// The value of a key.
public sealed interface StoredValue permits StringValue {
    /// What TYPE answers.
    String typeName();

    /// What OBJECT ENCODING answers.
    String encodingName();
}
