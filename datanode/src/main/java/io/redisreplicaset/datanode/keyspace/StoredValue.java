package io.redisreplicaset.datanode.keyspace;

/// The value of a key.
public sealed interface StoredValue permits StringValue {
    /// What TYPE answers.
    String typeName();

    /// What OBJECT ENCODING answers.
    String encodingName();

    /// About how many bytes of memory it holds beside its object.
    long memoryBytes();

    /// The value as it is at this moment, whatever is done to this one later. Costs nothing but for a later change
    /// in place, which then copies first.
    StoredValue asOfNow();
}
