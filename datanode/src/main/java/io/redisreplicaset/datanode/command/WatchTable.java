package io.redisreplicaset.datanode.command;

import io.redisreplicaset.datanode.command.WatchedKeys.Watch;
import io.redisreplicaset.datanode.keyspace.Database;
import io.redisreplicaset.datanode.keyspace.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Who watches which key (WATCH), so that a change breaks the transactions that rest on it.
public final class WatchTable {
    private record Place(int database, KeyBytes key) {}

    private final Map<Place, List<Watch>> watchers = new HashMap<>();

    public void watch(Client client, Database database, byte[] key, long nowMillis) {
        Place place = new Place(database.index(), new KeyBytes(key));
        List<Watch> watches = watchers.computeIfAbsent(place, p -> new ArrayList<>(1));
        for (Watch watch : watches) {
            if (watch.client == client) {
                return;
            }
        }
        Entry entry = database.find(key);
        boolean isExpired = entry != null && entry.isExpired(nowMillis);
        Watch watch = new Watch(client, place.database, place.key, isExpired);
        watches.add(watch);
        client.watched().keys().add(watch);
    }

    public void unwatchAll(Client client) {
        for (Watch watch : client.watched().keys()) {
            Place place = new Place(watch.database, watch.key);
            List<Watch> watches = watchers.get(place);
            if (watches != null) {
                watches.remove(watch);
                if (watches.isEmpty()) {
                    watchers.remove(place);
                }
            }
        }
        client.watched().clear();
    }

    /// A key of this database was changed or deleted; it is as it will be.
    public void touched(Database database, byte[] key, int offset, int length) {
        if (watchers.isEmpty()) {
            return;
        }
        byte[] copy = Arrays.copyOfRange(key, offset, offset + length);
        touchAll(watchers.get(new Place(database.index(), new KeyBytes(copy))), database);
    }

    /// A database is emptied, or trades places with another: its keys change if they are there before or after.
    ///
    /// @param after what the database will hold; null for nothing
    public void replaced(Database before, @Nullable Database after) {
        for (Map.Entry<Place, List<Watch>> watcher : watchers.entrySet()) {
            Place place = watcher.getKey();
            if (place.database == before.index()
                    && (before.find(place.key.bytes()) != null
                            || (after != null && after.find(place.key.bytes()) != null))) {
                touchAll(watcher.getValue(), after);
            }
        }
    }

    private static void touchAll(@Nullable List<Watch> watches, @Nullable Database now) {
        if (watches == null) {
            return;
        }
        for (Watch watch : watches) {
            boolean isThere = now != null && now.find(watch.key.bytes()) != null;
            if (watch.wasExpired && !isThere) {
                // It was as good as gone, and now it is gone.
                watch.wasExpired = false;
            } else {
                watch.client.watched().touch();
            }
        }
    }

    /// Whether a watched key has expired since: EXEC must fail though nobody has deleted it yet.
    public static boolean hasExpired(Client client, IntFunction<Database> databases, long nowMillis) {
        for (Watch watch : client.watched().keys()) {
            Entry entry = databases.apply(watch.database).find(watch.key.bytes());
            if (entry != null && entry.isExpired(nowMillis) && !watch.wasExpired) {
                return true;
            }
        }
        return false;
    }
}
