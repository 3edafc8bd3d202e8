package io.redisreplicaset.operator.desired;

import io.fabric8.kubernetes.api.model.Pod;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Which labels and annotations of a pod came from the spec, remembered on the pod: else one that the user takes out
/// again could not be told from one that somebody else put there.
final class UserMetadata {
    private static final String LABELS = RedisReplicaSet.GROUP + "/pod-labels";
    private static final String ANNOTATIONS = RedisReplicaSet.GROUP + "/pod-annotations";
    private static final String SEPARATOR = ",";

    private UserMetadata() {}

    /// The annotations that remember it.
    static Map<String, String> remembered(RedisReplicaSetSpec spec) {
        Map<String, String> annotations = new LinkedHashMap<>();
        if (!spec.podLabels().isEmpty()) {
            annotations.put(
                    LABELS,
                    String.join(SEPARATOR, new TreeSet<>(spec.podLabels().keySet())));
        }
        if (!spec.podAnnotations().isEmpty()) {
            annotations.put(
                    ANNOTATIONS,
                    String.join(SEPARATOR, new TreeSet<>(spec.podAnnotations().keySet())));
        }
        return annotations;
    }

    static List<String> labelKeys(Pod pod) {
        return keys(pod, LABELS);
    }

    /// The remembering annotations themselves among them.
    static List<String> annotationKeys(Pod pod) {
        TreeSet<String> keys = new TreeSet<>(keys(pod, ANNOTATIONS));
        keys.add(LABELS);
        keys.add(ANNOTATIONS);
        return List.copyOf(keys);
    }

    private static List<String> keys(Pod pod, String annotation) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String text = annotations == null ? "" : annotations.getOrDefault(annotation, "");
        return text.isEmpty() ? List.of() : List.of(text.split(SEPARATOR, -1));
    }
}
