package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/// `spec.persistence`. The rules are those of [SpecRules], in the API server's language.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!self.enabled || has(self.size)",
        fieldPath = ".size",
        message = "persistence needs a size, for example 10Gi")
@ValidationRule(
        value = "!has(self.size) || quantity(string(self.size)).isGreaterThan(quantity('0'))",
        fieldPath = ".size",
        message = "size must be greater than 0")
@ValidationRule(
        value = "self.enabled == oldSelf.enabled",
        fieldPath = ".enabled",
        message = "persistence cannot be switched on or off once the set exists")
@ValidationRule(
        value = "has(self.storageClassName) == has(oldSelf.storageClassName)"
                + " && (!has(self.storageClassName) || self.storageClassName == oldSelf.storageClassName)",
        fieldPath = ".storageClassName",
        message = "the storage class cannot be changed once the set exists")
@ValidationRule(
        value = "!has(self.size) || !has(oldSelf.size)"
                + " || quantity(string(self.size)).compareTo(quantity(string(oldSelf.size))) >= 0",
        fieldPath = ".size",
        message = "a volume can grow, not shrink")
public record PersistenceSpec(
        @JsonPropertyDescription(
                "Whether each node keeps its data on a volume of its own. When false the data lives in an emptyDir and"
                        + " goes with the pod. Cannot be changed once the set exists.")
        @Default("false")
        boolean enabled,

        @JsonPropertyDescription("Size of each node's volume, for example 10Gi. It may grow, never shrink.") @Nullable
        Quantity size,

        @JsonPropertyDescription(
                "StorageClass of the volumes. Default: that of the cluster. Cannot be changed once the set exists.")
        @Size(min = 1, max = Bounds.OBJECT_NAME_CHARS)
        @Nullable
        String storageClassName,

        @JsonPropertyDescription(
                "What becomes of a volume when its node or the set is deleted: Retain keeps it, Delete removes it.")
        @Default("Retain")
        ReclaimPolicy reclaimPolicy) {}
