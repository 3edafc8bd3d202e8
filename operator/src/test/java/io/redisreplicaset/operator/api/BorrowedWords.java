package io.redisreplicaset.operator.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `kubectl explain` says about the fields of Kubernetes' own types, whose Java classes carry no descriptions.
final class BorrowedWords {
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("nodeAffinity", "Which Kubernetes nodes suit, by their labels."),
            Map.entry("podAffinity", "Near which pods a data node should run."),
            Map.entry("podAntiAffinity", "Away from which pods a data node should run."),
            Map.entry(
                    "preferredDuringSchedulingIgnoredDuringExecution", "Wishes: the scheduler adds up their weights."),
            Map.entry("requiredDuringSchedulingIgnoredDuringExecution", "Demands: no pod is scheduled against them."),
            Map.entry("weight", "How much the wish counts, 1 to 100."),
            Map.entry("preference", "The nodes that are wished for."),
            Map.entry("podAffinityTerm", "The pods that are meant."),
            Map.entry("nodeSelectorTerms", "Terms of which one must hold."),
            Map.entry("matchExpressions", "Conditions on labels; all must hold."),
            Map.entry("matchFields", "Conditions on fields of the node; all must hold."),
            Map.entry("matchLabels", "Labels and their values; all must hold."),
            Map.entry("matchLabelKeys", "Labels whose values must be those of the new pod."),
            Map.entry("mismatchLabelKeys", "Labels whose values must not be those of the new pod."),
            Map.entry("labelSelector", "Selects the pods by their labels."),
            Map.entry("namespaceSelector", "Selects the pods' namespaces by their labels."),
            Map.entry("namespaces", "Names of the pods' namespaces. Default: that of the set."),
            Map.entry(
                    "topologyKey", "Node label that says what \"the same place\" is, such as kubernetes.io/hostname."),
            Map.entry("key", "Name of a label or of a taint."),
            Map.entry(
                    "operator", "How the key is compared with the values, such as In, NotIn, Exists or DoesNotExist."),
            Map.entry("values", "What the key is compared with."),
            Map.entry("value", "The taint's value that is put up with."),
            Map.entry("effect", "The taint's effect that is put up with. Default: all."),
            Map.entry("tolerationSeconds", "How long a NoExecute taint is put up with. Default: for ever."));

    private BorrowedWords() {}

    static @Nullable String of(String field) {
        return WORDS.get(field);
    }
}
