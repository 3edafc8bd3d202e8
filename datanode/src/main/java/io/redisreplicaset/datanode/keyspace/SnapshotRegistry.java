package io.redisreplicaset.datanode.keyspace;

import java.util.ArrayList;
import java.util.List;

/// The running snapshots, oldest first, and the versions that say which entry went to which of them.
final class SnapshotRegistry {
    private final List<Snapshot> running = new ArrayList<>();
    private int newest;

    /// 0 while none runs, so that the check before every change is one comparison.
    private int newestRunning;

    int newest() {
        return newest;
    }

    Snapshot begin(List<Database> databases, Snapshot.Sink sink) {
        Snapshot snapshot = new Snapshot(++newest, databases, sink, this);
        running.add(snapshot);
        newestRunning = newest;
        return snapshot;
    }

    void end(Snapshot snapshot) {
        running.remove(snapshot);
        newestRunning = running.isEmpty() ? 0 : running.getLast().version();
    }

    void beforeChange(Database database, Entry entry) {
        if (entry.version < newestRunning) {
            bringUp(database.table(), entry, newestRunning);
        }
    }

    /// Hands an entry to each snapshot that has not seen it, up to `version`.
    void bringUp(KeyTable table, Entry entry, int version) {
        int seen = entry.version;
        if (seen >= version) {
            return;
        }
        for (int i = 0; i < running.size(); i++) {
            Snapshot snapshot = running.get(i);
            if (snapshot.version() > seen && snapshot.version() <= version) {
                snapshot.hand(table, entry);
            }
        }
        entry.version = version;
    }
}
