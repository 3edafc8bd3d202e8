package io.redisreplicaset.operator.desired;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What it takes to make a pod that exists the one that is wanted.
///
/// ```
/// another revision ──────────────────► Replace   (the planner decides when)
/// the same, other labels ────────────► Relabel   (at once, no restart)
/// the same, and the same labels ─────► None
/// ```
///
/// Nothing else is compared: what the API server or a later release fills in must not restart a data node.
public sealed interface PodDifference {
    /// The pod is as wanted.
    record None() implements PodDifference {}

    /// Labels and annotations to set, by key; a null value takes the key away. As in a JSON merge patch.
    record Relabel(Map<String, @Nullable String> labels, Map<String, @Nullable String> annotations)
            implements PodDifference {}

    /// Only another pod can have the wanted revision.
    record Replace(String from, String to) implements PodDifference {}

    /// Compares two pods of one node.
    ///
    /// @param wanted as [NodePods] makes it
    static PodDifference between(Pod wanted, Pod actual) {
        String to = Objects.requireNonNull(labels(wanted).get(Labels.REVISION));
        String from = labels(actual).getOrDefault(Labels.REVISION, "");
        if (!from.equals(to)) {
            return new Replace(from, to);
        }
        Map<String, @Nullable String> labels = changes(labels(wanted), labels(actual), UserMetadata.labelKeys(actual));
        Map<String, @Nullable String> annotations =
                changes(annotations(wanted), annotations(actual), UserMetadata.annotationKeys(actual));
        return labels.isEmpty() && annotations.isEmpty() ? new None() : new Relabel(labels, annotations);
    }

    private static Map<String, @Nullable String> changes(
            Map<String, String> wanted, Map<String, String> actual, List<String> ours) {
        Map<String, @Nullable String> changes = new TreeMap<>();
        wanted.forEach((key, value) -> {
            if (!value.equals(actual.get(key))) {
                changes.put(key, value);
            }
        });
        for (String key : ours) {
            if (actual.containsKey(key) && !wanted.containsKey(key)) {
                changes.put(key, null);
            }
        }
        return changes;
    }

    private static Map<String, String> labels(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }

    private static Map<String, String> annotations(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }
}
