package io.redisreplicaset.datanode.keyspace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The state of all databases at one instant, handed over piece by piece while the owner goes on changing them.
///
/// Each key that was there when the snapshot began is handed to the sink exactly once, with the value and the expiry
/// time that it had
/// then, in no order across databases.
public final class Snapshot {
    /// Where the entries go. Called on the owning thread, from [#step] and from within changes to the data.
    public interface Sink {
        void entry(int database, Entry entry);
    }

    private record Source(int database, KeyTable table) {}

    private final int version;
    private final Sink sink;
    private final List<Source> sources;
    private final Map<KeyTable, Integer> databaseOf = new HashMap<>();
    private final SnapshotRegistry registry;
    private final long[] sizes;
    private int sourceIndex;
    private long cursor;
    private boolean isOver;

    Snapshot(int version, List<Database> databases, Sink sink, SnapshotRegistry registry) {
        this.version = version;
        this.sink = sink;
        this.registry = registry;
        this.sources = databases.stream()
                .filter(database -> database.size() > 0)
                .map(database -> new Source(database.index(), database.table()))
                .toList();
        this.sizes = new long[databases.size() * 2];
        for (Database database : databases) {
            sizes[database.index() * 2] = database.size();
            sizes[database.index() * 2 + 1] = database.expiringSize();
        }
        for (Source source : sources) {
            databaseOf.put(source.table, source.database);
        }
    }

    int version() {
        return version;
    }

    /// Keys that a database had when the snapshot began.
    public long size(int database) {
        return sizes[database * 2];
    }

    /// Keys with an expiry time that a database had when the snapshot began.
    public long expiringSize(int database) {
        return sizes[database * 2 + 1];
    }

    /// Walks on over at most `maxBuckets` buckets.
    ///
    /// @return whether the walk is over: the sink has everything
    public boolean step(int maxBuckets) {
        for (int i = 0; i < maxBuckets && !isOver; i++) {
            if (sourceIndex == sources.size()) {
                end();
                return true;
            }
            Source source = sources.get(sourceIndex);
            cursor = source.table.scan(cursor, entry -> registry.bringUp(source.table, entry, version));
            if (cursor == 0) {
                sourceIndex++;
            }
        }
        return isOver;
    }

    /// Stops: nothing more comes to the sink.
    public void end() {
        if (!isOver) {
            isOver = true;
            registry.end(this);
        }
    }

    void hand(KeyTable table, Entry entry) {
        Integer database = databaseOf.get(table);
        // A table that was not there when the snapshot began holds only what is newer.
        if (database != null) {
            sink.entry(database, entry);
        }
    }
}
