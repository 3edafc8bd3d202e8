package io.redisreplicaset.datanode.command;

import java.util.ArrayList;
import java.util.List;

/// The keys that one client watches, and whether one of them was touched.
public final class WatchedKeys {
    /// One client's eye on one key.
    static final class Watch {
        final Client client;
        final int database;
        final KeyBytes key;

        /// The key was logically gone when it was watched: it does not count as changed when it is deleted.
        boolean wasExpired;

        Watch(Client client, int database, KeyBytes key, boolean wasExpired) {
            this.client = client;
            this.database = database;
            this.key = key;
            this.wasExpired = wasExpired;
        }
    }

    private final List<Watch> keys = new ArrayList<>();
    private boolean isTouched;

    List<Watch> keys() {
        return keys;
    }

    public boolean isTouched() {
        return isTouched;
    }

    void touch() {
        isTouched = true;
    }

    void clear() {
        keys.clear();
        isTouched = false;
    }
}
