package io.redisreplicaset.operator.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What this process has just written to pods and the informer has not told back yet. Without it a node that was made a
/// moment ago would be made again, and a label that was moved would still be seen where it was.
///
/// Any thread may call.
final class PodOverlay {
    /// The informer tells of a write within milliseconds. If it was cut off just then, what it lists afterwards counts.
    static final Duration LIFETIME = Duration.ofSeconds(10);

    /// @param at when it was written, by the clock of this class
    private record Written(Pod pod, Instant at) {}

    private final InstantSource clock;
    private final Map<String, Written> written = new HashMap<>();

    /// By uid, and when it was heard.
    private final Map<String, Instant> gone = new HashMap<>();

    PodOverlay(InstantSource clock) {
        this.clock = clock;
    }

    /// The API server answered a write with this.
    synchronized void wrote(Pod pod) {
        // The watch may tell of its end before the answer to the write is here.
        if (!gone.containsKey(pod.getMetadata().getUid())) {
            written.put(key(pod), new Written(pod, clock.instant()));
        }
    }

    /// The informer says that this pod is gone.
    synchronized void gone(Pod pod) {
        gone.put(pod.getMetadata().getUid(), clock.instant());
        Written mine = written.get(key(pod));
        if (mine != null && isSame(mine.pod(), pod)) {
            written.remove(key(pod));
        }
    }

    /// The cached pods of one namespace with what was written since laid over them, and those that are not cached yet.
    ///
    /// @param namePrefix which pods of the namespace the caller is about
    synchronized List<Pod> over(List<Pod> cached, String namespace, String namePrefix) {
        Instant oldest = clock.instant().minus(LIFETIME);
        written.values().removeIf(mine -> mine.at().isBefore(oldest));
        gone.values().removeIf(at -> at.isBefore(oldest));
        List<Pod> pods = new ArrayList<>(cached.size());
        Set<String> seen = new HashSet<>();
        for (Pod pod : cached) {
            seen.add(key(pod));
            pods.add(newer(pod));
        }
        written.forEach((key, mine) -> {
            boolean isMeant = namespace.equals(mine.pod().getMetadata().getNamespace())
                    && mine.pod().getMetadata().getName().startsWith(namePrefix);
            if (isMeant && !seen.contains(key)) {
                pods.add(mine.pod());
            }
        });
        return pods;
    }

    private Pod newer(Pod cached) {
        Written mine = written.get(key(cached));
        if (mine == null) {
            return cached;
        }
        if (version(mine.pod()) > version(cached)) {
            return mine.pod();
        }
        written.remove(key(cached));
        return cached;
    }

    private static boolean isSame(Pod one, Pod other) {
        return one.getMetadata().getUid().equals(other.getMetadata().getUid());
    }

    /// Versions are the numbers of etcd's revisions wherever there is a Kubernetes, and comparable by the documentation
    /// since 1.35. One that is no number is taken for an old one: then the informer counts.
    private static long version(Pod pod) {
        try {
            return Long.parseLong(pod.getMetadata().getResourceVersion());
        } catch (NumberFormatException unknown) {
            return 0;
        }
    }

    private static String key(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }
}
