package io.redisreplicaset.datanode.command;

import java.util.LinkedHashSet;
import java.util.Set;

/// What one client is subscribed to, in the order in which it asked.
public final class Subscriptions {
    private final Set<KeyBytes> channels = new LinkedHashSet<>();
    private final Set<KeyBytes> patterns = new LinkedHashSet<>();

    public Set<KeyBytes> channels() {
        return channels;
    }

    public Set<KeyBytes> patterns() {
        return patterns;
    }

    public int count() {
        return channels.size() + patterns.size();
    }
}
