package io.redisreplicaset.datanode.keyspace;

import java.util.ArrayList;
import java.util.List;

/// All databases of a node. Owned by one thread.
public final class Keyspace {
    private final KeyHash hashing;
    private final SnapshotRegistry snapshots;
    private final List<Database> databases;

    /// @param databases how many, at least 1
    public Keyspace(int databases, KeyHash hashing) {
        this(databases, hashing, new SnapshotRegistry());
    }

    private Keyspace(int count, KeyHash hashing, SnapshotRegistry snapshots) {
        this.hashing = hashing;
        this.snapshots = snapshots;
        this.databases = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            databases.add(new Database(i, hashing, snapshots));
        }
    }

    public int databaseCount() {
        return databases.size();
    }

    public Database database(int index) {
        return databases.get(index);
    }

    public List<Database> databases() {
        return databases;
    }

    /// Keys of all databases.
    public long size() {
        long total = 0;
        for (Database database : databases) {
            total += database.size();
        }
        return total;
    }

    /// Removes all keys of all databases.
    ///
    /// @return how many there were
    public long clear() {
        long removed = 0;
        for (Database database : databases) {
            removed += database.clear();
        }
        return removed;
    }

    /// Trades the contents of two databases.
    public void swap(int first, int second) {
        if (first != second) {
            databases.get(first).tradeContents(databases.get(second));
        }
    }

    /// An empty keyspace of the same shape, to load into before [#adopt].
    public Keyspace blank() {
        return new Keyspace(databases.size(), hashing, snapshots);
    }

    /// Takes the contents of a keyspace that [#blank] made, whole; the old contents are let go.
    public void adopt(Keyspace loaded) {
        for (int i = 0; i < databases.size(); i++) {
            databases.get(i).tradeContents(loaded.databases.get(i));
        }
    }

    /// Begins a snapshot of this instant.
    public Snapshot snapshot(Snapshot.Sink sink) {
        return snapshots.begin(databases, sink);
    }
}
