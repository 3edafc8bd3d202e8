package io.redisreplicaset.operator.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.desired.Labels;
import io.redisreplicaset.operator.desired.Names;
import io.redisreplicaset.operator.desired.NodePods;
import io.redisreplicaset.operator.desired.PodDifference;
import io.redisreplicaset.operator.telemetry.SetEvents;
import io.redisreplicaset.operator.telemetry.SetReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is done to pods without asking the failover machine, since it changes no role and loses nothing: labels of the
/// user's, and pods of which only the object is left.
final class PodCare {
    /// How long after its grace period a pod whose host does not answer still keeps its name.
    static final Duration LOST_AFTER = Duration.ofSeconds(30);

    private final SetPods pods;
    private final SetEvents events;
    private final InstantSource wallClock;
    private final String defaultImage;

    PodCare(SetPods pods, SetEvents events, InstantSource wallClock, String defaultImage) {
        this.pods = pods;
        this.events = events;
        this.wallClock = wallClock;
        this.defaultImage = defaultImage;
    }

    /// @param troubles what was told of pods that do not run, by their identity; holds what is so afterwards
    void tend(RedisReplicaSet set, Map<String, String> troubles) {
        List<Pod> present = pods.of(set);
        tellTroubles(set, present, troubles);
        for (Pod pod : present) {
            if (isLost(set, pod)) {
                tell(set, pod, "its host does not answer, and it has no disk that could be written to twice");
                pods.remove(pod);
            } else if (PodNodes.hasEnded(pod) && pod.getMetadata().getDeletionTimestamp() == null) {
                tell(set, pod, "it has ended: " + why(pod));
                pods.remove(pod);
            } else if (pod.getMetadata().getDeletionTimestamp() == null) {
                relabel(set, pod);
            }
        }
    }

    private void tellTroubles(RedisReplicaSet set, List<Pod> present, Map<String, String> troubles) {
        Map<String, String> now = new HashMap<>();
        for (Pod pod : present) {
            PodTrouble.of(pod).ifPresent(trouble -> {
                String uid = pod.getMetadata().getUid();
                now.put(uid, trouble);
                if (!trouble.equals(troubles.get(uid))) {
                    String node = pod.getMetadata().getName();
                    events.tell(SetReference.of(set), Reason.NODE_FAILED, trouble, Optional.of(node));
                }
            });
        }
        troubles.clear();
        troubles.putAll(now);
    }

    private void relabel(RedisReplicaSet set, Pod pod) {
        String name = set.getMetadata().getName();
        int ordinal = Names.ordinal(name, pod.getMetadata().getName()).orElseThrow();
        // The role is the failover protocol's affair: whatever it is, it is wanted.
        NodeRole role = NodeRole.of(pod.getMetadata().getLabels().getOrDefault(Labels.ROLE, ""))
                .orElse(NodeRole.JOINING);
        switch (PodDifference.between(NodePods.pod(set, ordinal, role, defaultImage), pod)) {
            case PodDifference.None _, PodDifference.Replace _ -> {}
            case PodDifference.Relabel(var labels, var annotations) -> pods.relabel(pod, labels, annotations);
        }
    }

    /// Nobody will ever say that it has ended. Where it has a volume it stays: the process may still write to that.
    private boolean isLost(RedisReplicaSet set, Pod pod) {
        String deadline = pod.getMetadata().getDeletionTimestamp();
        return deadline != null
                && !set.getSpec().persistence().enabled()
                && Instant.parse(deadline).plus(LOST_AFTER).isBefore(wallClock.instant());
    }

    private static String why(Pod pod) {
        String reason = pod.getStatus().getReason();
        String message = pod.getStatus().getMessage();
        return (reason == null ? pod.getStatus().getPhase() : reason) + (message == null ? "" : ", " + message);
    }

    private void tell(RedisReplicaSet set, Pod pod, String why) {
        String node = pod.getMetadata().getName();
        events.tell(
                SetReference.of(set),
                Reason.NODE_DELETED,
                "Removing the pod of " + node + ": " + why,
                Optional.of(node));
    }
}
