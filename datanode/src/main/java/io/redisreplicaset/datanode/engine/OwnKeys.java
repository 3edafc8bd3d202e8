package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.KeyBytes;
import io.redisreplicaset.datanode.keyspace.Database;
import io.redisreplicaset.datanode.keyspace.Entry;
import io.redisreplicaset.datanode.keyspace.Keyspace;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/// Keys with an expiry time that a writable replica's own clients have set: no master knows of them, so nobody else
/// will ever delete them.
final class OwnKeys {
    /// More are not remembered, and stay until somebody deletes them.
    private static final int MAX_REMEMBERED = 100_000;

    private record Place(int database, KeyBytes key) {}

    private final Keyspace keyspace;
    private final Set<Place> places = new HashSet<>();

    OwnKeys(Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    /// A client's command has changed data here that no history has.
    void written(Invocation in) {
        CommandSpec spec = in.spec();
        if (spec.firstKey() == 0 || places.size() >= MAX_REMEMBERED) {
            return;
        }
        int last = spec.lastKey() < 0 ? in.count() + spec.lastKey() : spec.lastKey();
        for (int i = spec.firstKey(); i <= last; i += spec.keyStep()) {
            byte[] key = in.bytes(i);
            Entry entry = in.database().find(key);
            if (entry != null && entry.hasExpiry()) {
                places.add(new Place(in.database().index(), new KeyBytes(key)));
            }
        }
    }

    /// Who removes an entry whose time is over.
    interface Remover {
        void remove(Database database, Entry entry);
    }

    /// Removes those whose time is over, and forgets those that have none any more.
    void sweep(long nowMillis, Remover remover) {
        for (Iterator<Place> all = places.iterator(); all.hasNext(); ) {
            Place place = all.next();
            Database database = keyspace.database(place.database());
            Entry entry = database.find(place.key().bytes());
            if (entry == null || !entry.hasExpiry()) {
                all.remove();
            } else if (entry.isExpired(nowMillis)) {
                all.remove();
                remover.remove(database, entry);
            }
        }
    }

    void forget() {
        places.clear();
    }
}
