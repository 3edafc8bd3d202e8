package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a user wants. Always complete: [SpecReader] fills in the schema's defaults, also where no API server did.
///
/// The operator never writes a spec back. So it may drop fields of a newer release when it reads one, and may hold the
/// defaults in the place of what it could not read; `unreadable` then says what that was, and [SpecRules] refuses it.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonDeserialize(using = SpecReader.class)
@ValidationRule(
        value = "self.durability != 'Quorum' || self.replicas >= " + Bounds.MIN_REPLICAS_FOR_QUORUM,
        fieldPath = ".durability",
        message = "Quorum needs 3 replicas or more")
@ValidationRule(
        value = "!has(self.config) || self.config.all(k, k.matches('" + ConfigKeys.KEY_REGEX + "'))",
        fieldPath = ".config",
        message = "a key is a redis.conf directive in lower case")
@ValidationRule(
        value = "!has(self.config) || !self.config.exists(k, " + ConfigKeys.OWNED_PREFIX_CEL + ")",
        fieldPath = ".config",
        message = "keys that start with replicaset-, cluster- or tls- belong to the operator")
@ValidationRule(
        value = "!has(self.config) || self.config.all(k, " + ConfigKeys.VALUE_CEL + ")",
        fieldPath = ".config",
        message = "a value is one line and does not start with --")
@ValidationRule(
        value = "(has(self.auth) && has(self.auth.secretRef)) == (has(oldSelf.auth) && has(oldSelf.auth.secretRef))"
                + " && (!has(self.auth) || !has(self.auth.secretRef) || self.auth.secretRef == oldSelf.auth.secretRef)",
        fieldPath = ".auth",
        message = "the Secret of the password cannot be changed once the set exists")
@ValidationRule(
        value = "!has(self.nodeSelector) || self.nodeSelector.all(k, " + LabelSyntax.KEY_CEL
                + " && self.nodeSelector[k].matches('" + LabelSyntax.VALUE_REGEX + "'))",
        fieldPath = ".nodeSelector",
        message = "every key and value has the syntax of a label")
@ValidationRule(
        value = "!has(self.podLabels) || self.podLabels.all(k, " + LabelSyntax.USER_KEY_CEL
                + " && self.podLabels[k].matches('" + LabelSyntax.VALUE_REGEX + "'))",
        fieldPath = ".podLabels",
        message = "every key and value has the syntax of a label, and no key belongs to the operator")
@ValidationRule(
        value = "!has(self.podAnnotations) || self.podAnnotations.all(k, " + LabelSyntax.USER_KEY_CEL + ")",
        fieldPath = ".podAnnotations",
        message = "every key has the syntax of an annotation's, and none belongs to the operator")
public record RedisReplicaSetSpec(
        @JsonPropertyDescription("Number of data nodes, the master included. `kubectl scale` changes it.")
        @Default("3")
        @Min(Bounds.MIN_REPLICAS)
        @Max(Bounds.MAX_REPLICAS)
        @SpecReplicas
        int replicas,

        @JsonPropertyDescription(
                "Image of the data node. Default: the one that the operator was configured with when a pod is created,"
                        + " so an upgrade of the operator restarts no pod.")
        @Size(min = 1, max = Bounds.IMAGE_CHARS)
        @Nullable
        String image,

        @JsonPropertyDescription("When the image is pulled. Default: IfNotPresent.") @Nullable
        ImagePullPolicy imagePullPolicy,

        @JsonPropertyDescription(
                "When a client hears OK. Async: at once, as Redis does. Quorum: once a majority of the nodes holds the"
                        + " write, so that no failover can lose it; needs three replicas.")
        @Default("Async")
        Durability durability,

        @JsonPropertyDescription("Who replicates from whom.") @Default("{}")
        TopologySpec topology,

        @JsonPropertyDescription("How a dead master is noticed and replaced.") @Default("{}")
        FailoverSpec failover,

        @JsonPropertyDescription("Where the data lives.") @Default("{}")
        PersistenceSpec persistence,

        @JsonPropertyDescription(
                "Directives of redis.conf, key to value, for example repl-backlog-size: 64mb. Keys that the operator owns,"
                        + " such as port, dir and requirepass, are refused by name.")
        @Size(max = Bounds.CONFIG_ENTRIES)
        Map<String, @Size(max = Bounds.CONFIG_VALUE_CHARS) String> config,

        @JsonPropertyDescription("The password. Cannot be changed once the set exists.") @Nullable
        AuthSpec auth,

        @JsonPropertyDescription("What each data node asks for and is held to.") @Nullable
        ResourcesSpec resources,

        @JsonPropertyDescription("Labels that a Kubernetes node must have to run a data node.")
        @Size(max = Bounds.LABEL_ENTRIES)
        Map<String, @Size(max = Bounds.LABEL_VALUE_CHARS) String> nodeSelector,

        @JsonPropertyDescription("Taints that the data nodes put up with, as in a pod.") @Size(max = Bounds.TOLERATIONS)
        List<Toleration> tolerations,

        @JsonPropertyDescription(
                "Scheduling constraints, as in a pod. Default: the nodes of a set are spread over hosts where that is"
                        + " possible.")
        @Nullable
        Affinity affinity,

        @JsonPropertyDescription("Further labels of the pods. A change is applied without a restart.")
        @Size(max = Bounds.LABEL_ENTRIES)
        Map<String, @Size(max = Bounds.LABEL_VALUE_CHARS) String> podLabels,

        @JsonPropertyDescription("Further annotations of the pods. A change is applied without a restart.")
        @Size(max = Bounds.LABEL_ENTRIES)
        Map<String, @Size(max = Bounds.ANNOTATION_VALUE_CHARS) String> podAnnotations,

        @JsonPropertyDescription(
                "How long a node that is told to stop may take to hand over mastership and to save its data.")
        @Default("30")
        @Min(Bounds.MIN_GRACE_SECONDS)
        @Max(Bounds.MAX_GRACE_SECONDS)
        int terminationGracePeriodSeconds,

        @JsonPropertyDescription(
                "When true the operator leaves the set alone: no failover, no repair, no change of any kind.")
        @Default("false")
        boolean paused,

        @JsonIgnore List<Problem> unreadable) {

    public RedisReplicaSetSpec {
        config = Absent.orEmpty(config);
        nodeSelector = Absent.orEmpty(nodeSelector);
        tolerations = Absent.orEmpty(tolerations);
        podLabels = Absent.orEmpty(podLabels);
        podAnnotations = Absent.orEmpty(podAnnotations);
        unreadable = Absent.orEmpty(unreadable);
    }

    /// The spec of a user who wrote none.
    public static RedisReplicaSetSpec defaults() {
        return SpecReader.DEFAULT_SPEC;
    }

    /// What a cut-off master does: as written, else by the number of nodes.
    ///
    /// Below three nodes nobody could be elected without it, so closing would only turn one failure into an outage.
    public Isolation isolation() {
        if (failover.isolation() != null) {
            return failover.isolation();
        }
        return replicas >= Bounds.MIN_REPLICAS_FOR_QUORUM ? Isolation.CLOSE_WRITES : Isolation.KEEP_WRITING;
    }

    /// How long a cut-off master still takes writes.
    public int isolationTimeoutMillis() {
        Integer written = failover.isolationTimeoutMillis();
        return written == null ? failover.detectionTimeoutMillis() : written;
    }

    /// The Secret that the user named for the password, if any.
    public AuthSpec.@Nullable SecretRef passwordSecret() {
        return auth == null ? null : auth.secretRef();
    }
}
