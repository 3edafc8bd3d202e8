package io.redisreplicaset.datanode.command;

import java.util.ArrayList;
import java.util.List;

/// The keys that one client watches, and whether one of them was touched.
public final class WatchedKeys {
    /// @param wasExpired a key that was logically gone when it was watched does not count as changed when it is deleted
    public record Watched(int database, KeyBytes key, boolean wasExpired) {}

    private final List<Watched> keys = new ArrayList<>();
    private boolean isTouched;

    public List<Watched> keys() {
        return keys;
    }

    public boolean isTouched() {
        return isTouched;
    }

    public void touch() {
        isTouched = true;
    }

    void clear() {
        keys.clear();
        isTouched = false;
    }
}
