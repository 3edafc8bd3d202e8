package io.redisreplicaset.datanode.persistence.rdb;

import io.redisreplicaset.datanode.keyspace.StoredValue;

/// Hears what a snapshot holds, in the order in which it is there. It may refuse what it can't take.
public interface RdbVisitor {
    /// No expiry time.
    long NEVER = -1;

    /// A fact about the snapshot, such as `repl-offset`. Names that mean nothing to the hearer are to be ignored.
    default void aux(String name, String value) {}

    /// The keys that follow are of this database. May come again for one that was there before.
    default void database(int index) throws RdbFormatException {}

    /// How many keys the present database has, and how many of them expire. A hint: it may be wrong.
    default void sizes(long keys, long expiring) {}

    /// Something was passed over that no key depends on.
    default void skipped(String what) {}

    /// @param key an array of its own
    /// @param value an object of its own
    /// @param expireAtMillis Unix time, or [#NEVER]
    void entry(int database, byte[] key, StoredValue value, long expireAtMillis) throws RdbFormatException;
}
