package io.redisreplicaset.datanode.command;

import io.redisreplicaset.datanode.keyspace.Database;
import io.redisreplicaset.datanode.keyspace.Entry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who watches which key (WATCH), so that a change breaks the transactions that rest on it.
public final class WatchTable {
    private record Place(int database, KeyBytes key) {}

    private final Map<Place, Set<Client>> watchers = new HashMap<>();

    public void watch(Client client, Database database, byte[] key, long nowMillis) {
        Place place = new Place(database.index(), new KeyBytes(key));
        if (watchers.computeIfAbsent(place, p -> new HashSet<>()).add(client)) {
            Entry entry = database.find(key);
            boolean wasExpired = entry != null && entry.isExpired(nowMillis);
            client.watched().keys().add(new WatchedKeys.Watched(place.database, place.key, wasExpired));
        }
    }

    public void unwatchAll(Client client) {
        for (WatchedKeys.Watched watched : client.watched().keys()) {
            Place place = new Place(watched.database(), watched.key());
            Set<Client> clients = watchers.get(place);
            if (clients != null) {
                clients.remove(client);
                if (clients.isEmpty()) {
                    watchers.remove(place);
                }
            }
        }
        client.watched().clear();
    }

    /// A key was changed.
    public void touched(int database, byte[] key, int offset, int length) {
        if (watchers.isEmpty()) {
            return;
        }
        byte[] copy = java.util.Arrays.copyOfRange(key, offset, offset + length);
        touchAll(watchers.get(new Place(database, new KeyBytes(copy))));
    }

    /// A database is emptied, or trades places with another: its keys change if they are there before or after.
    ///
    /// @param after what the database will hold; null for nothing
    public void replaced(Database before, @Nullable Database after) {
        for (Map.Entry<Place, Set<Client>> watcher : watchers.entrySet()) {
            Place place = watcher.getKey();
            if (place.database == before.index()
                    && (before.find(place.key.bytes()) != null
                            || (after != null && after.find(place.key.bytes()) != null))) {
                touchAll(watcher.getValue());
            }
        }
    }

    private static void touchAll(@Nullable Set<Client> clients) {
        if (clients != null) {
            clients.forEach(client -> client.watched().touch());
        }
    }

    /// Whether a watched key has expired since: EXEC must fail though nobody has deleted it yet.
    public static boolean hasExpired(
            Client client, java.util.function.IntFunction<Database> databases, long nowMillis) {
        for (WatchedKeys.Watched watched : client.watched().keys()) {
            Entry entry = databases.apply(watched.database()).find(watched.key().bytes());
            if (entry != null && entry.isExpired(nowMillis) && !watched.wasExpired()) {
                return true;
            }
        }
        return false;
    }
}
