package io.redisreplicaset.operator.reconcile;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The sets that this process looks after. One that is made anew under an old name is another one.
final class WatchedSets implements AutoCloseable {
    private final Map<ResourceID, WatchedSet> sets = new ConcurrentHashMap<>();

    WatchedSet of(RedisReplicaSet set, Function<RedisReplicaSet, WatchedSet> making) {
        ResourceID id = ResourceID.fromResource(set);
        WatchedSet present = sets.get(id);
        if (present != null
                && present.reference().uid().equals(set.getMetadata().getUid())) {
            return present;
        }
        forget(id);
        WatchedSet made = making.apply(set);
        sets.put(id, made);
        return made;
    }

    void tellNews(ResourceID id) {
        WatchedSet present = sets.get(id);
        if (present != null) {
            present.tellNews();
        }
    }

    void forget(ResourceID id) {
        WatchedSet gone = sets.remove(id);
        if (gone != null) {
            gone.close();
        }
    }

    @Override
    public void close() {
        List.copyOf(sets.keySet()).forEach(this::forget);
    }
}
