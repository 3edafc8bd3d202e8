package io.redisreplicaset.operator.api;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The rules of a valid spec: those that the schema states for the API server, again.
///
/// An API server may be older than the rules, and an object may have been written before they existed. Then the set
/// gets `Accepted=False` with what stands here, and nothing of it is touched. A table of specs holds both sides
/// together: the same cases run against these methods and against a real API server.
public final class SpecRules {
    private final List<Problem> problems = new ArrayList<>();

    private SpecRules() {}

    /// Everything that is wrong with a set, in the order of its fields.
    ///
    /// @param old the last spec that was accepted, where the set is not new
    public static List<Problem> problems(RedisReplicaSet set, @Nullable RedisReplicaSetSpec old) {
        List<Problem> all = new ArrayList<>(nameProblems(set.getMetadata().getName()));
        all.addAll(problems(set.getSpec(), old));
        return List.copyOf(all);
    }

    /// Everything that is wrong with a spec.
    ///
    /// @param old the last spec that was accepted, where the set is not new
    public static List<Problem> problems(RedisReplicaSetSpec spec, @Nullable RedisReplicaSetSpec old) {
        if (!spec.unreadable().isEmpty()) {
            return spec.unreadable();
        }
        SpecRules rules = new SpecRules();
        rules.nodes(spec);
        rules.failover(spec.failover());
        rules.persistence(spec.persistence());
        rules.config(spec.config());
        rules.auth(spec.auth());
        rules.resources(spec.resources());
        rules.scheduling(spec);
        rules.podMetadata(spec);
        if (old != null && old.unreadable().isEmpty()) {
            rules.changes(spec, old);
        }
        return List.copyOf(rules.problems);
    }

    /// What is wrong with a set's name.
    public static List<Problem> nameProblems(@Nullable String name) {
        if (name == null || !SetName.isValid(name)) {
            return List.of(new Problem(
                    "metadata.name",
                    "a DNS label of at most " + Bounds.SET_NAME_CHARS + " characters that starts with a letter",
                    String.valueOf(name)));
        }
        if (SetName.isReserved(name)) {
            return List.of(new Problem(
                    "metadata.name",
                    "a name that does not end in -ro or -nodes: these are the names of Services",
                    name));
        }
        return List.of();
    }

    private void nodes(RedisReplicaSetSpec spec) {
        range("spec.replicas", spec.replicas(), Bounds.MIN_REPLICAS, Bounds.MAX_REPLICAS);
        length("spec.image", spec.image(), Bounds.IMAGE_CHARS);
        if (spec.durability() == Durability.QUORUM && spec.replicas() < Bounds.MIN_REPLICAS_FOR_QUORUM) {
            problem(
                    "spec.durability",
                    "Async, or " + Bounds.MIN_REPLICAS_FOR_QUORUM + " replicas or more",
                    "Quorum with " + spec.replicas());
        }
        range(
                "spec.terminationGracePeriodSeconds",
                spec.terminationGracePeriodSeconds(),
                Bounds.MIN_GRACE_SECONDS,
                Bounds.MAX_GRACE_SECONDS);
    }

    private void failover(FailoverSpec failover) {
        range(
                "spec.failover.detectionTimeoutMillis",
                failover.detectionTimeoutMillis(),
                Bounds.MIN_TIMEOUT_MILLIS,
                Bounds.MAX_TIMEOUT_MILLIS);
        Integer isolation = failover.isolationTimeoutMillis();
        if (isolation != null) {
            range(
                    "spec.failover.isolationTimeoutMillis",
                    isolation,
                    Bounds.MIN_TIMEOUT_MILLIS,
                    Bounds.MAX_TIMEOUT_MILLIS);
        }
    }

    private void persistence(PersistenceSpec persistence) {
        Quantity size = persistence.size();
        if (size == null) {
            if (persistence.enabled()) {
                problem("spec.persistence.size", "a size, for example 10Gi", "nothing");
            }
        } else if (!QuantitySyntax.isQuantity(size)) {
            problem("spec.persistence.size", "a quantity, for example 10Gi", size.toString());
        } else if (size.getNumericalAmount().signum() <= 0) {
            problem("spec.persistence.size", "more than 0", size.toString());
        }
        length("spec.persistence.storageClassName", persistence.storageClassName(), Bounds.OBJECT_NAME_CHARS);
    }

    private void config(Map<String, String> config) {
        entries("spec.config", config, Bounds.CONFIG_ENTRIES);
        config.forEach((key, value) -> {
            String field = entry("spec.config", key);
            if (!ConfigKeys.isDirective(key)) {
                problem(field, "a redis.conf directive in lower case", "'" + key + "'");
            } else if (ConfigKeys.isOwned(key)) {
                problem(field, "a key that the operator does not own", "'" + key + "'");
            } else if (value.length() > Bounds.CONFIG_VALUE_CHARS) {
                problem(field, "at most " + Bounds.CONFIG_VALUE_CHARS + " characters", value.length() + " characters");
            } else if (!ConfigKeys.isGoodValue(value)) {
                problem(field, "one line that does not start with --", "'" + value.strip() + "'");
            }
        });
    }

    private void auth(@Nullable AuthSpec auth) {
        AuthSpec.SecretRef secret = auth == null ? null : auth.secretRef();
        if (secret == null) {
            return;
        }
        if (secret.name() == null) {
            problem("spec.auth.secretRef.name", "the name of a Secret", "nothing");
        }
        length("spec.auth.secretRef.name", secret.name(), Bounds.OBJECT_NAME_CHARS);
        length("spec.auth.secretRef.key", secret.key(), Bounds.SECRET_KEY_CHARS);
    }

    private void resources(@Nullable ResourcesSpec resources) {
        if (resources == null) {
            return;
        }
        quantities("spec.resources.requests", resources.requests());
        quantities("spec.resources.limits", resources.limits());
    }

    private void quantities(String field, Map<String, Quantity> amounts) {
        entries(field, amounts, Bounds.RESOURCE_ENTRIES);
        amounts.forEach((name, amount) -> {
            if (!QuantitySyntax.isQuantity(amount)) {
                problem(entry(field, name), "a quantity, for example 500m or 1Gi", amount.toString());
            }
        });
    }

    private void scheduling(RedisReplicaSetSpec spec) {
        entries("spec.nodeSelector", spec.nodeSelector(), Bounds.LABEL_ENTRIES);
        spec.nodeSelector().forEach((key, value) -> {
            if (!LabelSyntax.isKey(key) || !LabelSyntax.isValue(value)) {
                problem(entry("spec.nodeSelector", key), "a label", key + "=" + value);
            }
        });
        if (spec.tolerations().size() > Bounds.TOLERATIONS) {
            problem(
                    "spec.tolerations",
                    "at most " + Bounds.TOLERATIONS,
                    String.valueOf(spec.tolerations().size()));
        }
    }

    private void podMetadata(RedisReplicaSetSpec spec) {
        entries("spec.podLabels", spec.podLabels(), Bounds.LABEL_ENTRIES);
        spec.podLabels().forEach((key, value) -> {
            if (!LabelSyntax.isUserKey(key) || !LabelSyntax.isValue(value)) {
                problem(entry("spec.podLabels", key), "a label whose key the operator does not own", key + "=" + value);
            }
        });
        entries("spec.podAnnotations", spec.podAnnotations(), Bounds.LABEL_ENTRIES);
        spec.podAnnotations().forEach((key, value) -> {
            if (!LabelSyntax.isUserKey(key)) {
                problem(entry("spec.podAnnotations", key), "an annotation whose key the operator does not own", key);
            }
            length(entry("spec.podAnnotations", key), value.isEmpty() ? null : value, Bounds.ANNOTATION_VALUE_CHARS);
        });
    }

    private void changes(RedisReplicaSetSpec spec, RedisReplicaSetSpec old) {
        PersistenceSpec now = spec.persistence();
        PersistenceSpec before = old.persistence();
        if (now.enabled() != before.enabled()) {
            problem("spec.persistence.enabled", before.enabled() + " as it was created", String.valueOf(now.enabled()));
        }
        if (!Objects.equals(now.storageClassName(), before.storageClassName())) {
            problem(
                    "spec.persistence.storageClassName",
                    before.storageClassName() + " as it was created",
                    String.valueOf(now.storageClassName()));
        }
        BigDecimal size = amount(now.size());
        BigDecimal sizeBefore = amount(before.size());
        if (size != null && sizeBefore != null && size.compareTo(sizeBefore) < 0) {
            problem("spec.persistence.size", before.size() + " or more: a volume cannot shrink", now.size() + "");
        }
        if (!Objects.equals(spec.passwordSecret(), old.passwordSecret())) {
            problem("spec.auth", "what it was when the set was created", "another Secret");
        }
    }

    private static @Nullable BigDecimal amount(@Nullable Quantity size) {
        return size == null || !QuantitySyntax.isQuantity(size) ? null : size.getNumericalAmount();
    }

    /// As Kubernetes writes the path of a map's entry.
    private static String entry(String map, String key) {
        return map + "[" + key + "]";
    }

    private void range(String field, int value, int min, int max) {
        if (value < min || value > max) {
            problem(field, min + " to " + max, String.valueOf(value));
        }
    }

    /// Null is "left out", which is always allowed here.
    private void length(String field, @Nullable String value, int maxChars) {
        if (value != null && (value.isEmpty() || value.length() > maxChars)) {
            problem(field, "1 to " + maxChars + " characters", value.length() + " characters");
        }
    }

    private void entries(String field, Map<String, ?> map, int max) {
        if (map.size() > max) {
            problem(field, "at most " + max + " entries", String.valueOf(map.size()));
        }
    }

    private void problem(String field, String wanted, String got) {
        problems.add(new Problem(field, wanted, got));
    }
}
