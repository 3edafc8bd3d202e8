package io.redisreplicaset.operator.api;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the operator knows and remembers. Equal values mean that there is nothing to write.
///
/// `epoch`, `master`, `voters`, `initialized` and `failover` are the memory of the failover protocol: they change only
/// by an update that carries the resourceVersion. The rest is a report.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RedisReplicaSetStatus(
        @JsonPropertyDescription("The generation of the spec that this status was judged by.")
        long observedGeneration,

        @JsonPropertyDescription("One word for the whole set, the most urgent truth first.")
        @JsonFormat(with = READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @Nullable
        Phase phase,

        @JsonPropertyDescription("One sentence that explains the phase.") @Size(max = MAX_PHASE_REASON_CHARS) @Nullable
        String phaseReason,

        @JsonPropertyDescription("Number of data nodes that exist.") @StatusReplicas
        int replicas,

        @JsonPropertyDescription("Number of data nodes that are ready.")
        int readyReplicas,

        @JsonPropertyDescription("Label selector of the pods, for the scale subresource.")
        @Size(max = 512)
        @LabelSelector
        @Nullable
        String selector,

        @JsonPropertyDescription("Number of the present mastership. It only grows.")
        long epoch,

        @JsonPropertyDescription("Name of the node that is master.") @Size(max = 63) @Nullable
        String master,

        @JsonPropertyDescription("Since when it is.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        Instant masterSince,

        @JsonPropertyDescription("The nodes that vote and count towards a quorum, by the identity of their disks.")
        @Size(max = Bounds.MAX_REPLICAS)
        List<@Size(max = 40) String> voters,

        @JsonPropertyDescription("Whether the first master was ever chosen: an empty set is seeded only once.")
        boolean initialized,

        @JsonPropertyDescription("The change of master that is under way.") @Nullable
        FailoverStatus failover,

        @JsonPropertyDescription("The last change of master that was completed.") @Nullable
        LastFailoverStatus lastFailover,

        @JsonPropertyDescription("Number of unplanned changes of master so far.")
        long failovers,

        @JsonPropertyDescription("Revision of the spec that the pods should have.") @Size(max = 63) @Nullable
        String revision,

        @JsonPropertyDescription("Number of pods that have it.")
        int updatedReplicas,

        @JsonPropertyDescription("The data nodes, by name.") @Size(max = MAX_NODES)
        List<DataNodeStatus> nodes,

        @JsonPropertyDescription("What holds and what does not.") @Size(max = MAX_CONDITIONS)
        List<SetCondition> conditions) {

    /// Twice the largest set: those that are leaving are listed as well.
    static final int MAX_NODES = 2 * Bounds.MAX_REPLICAS;

    static final int MAX_CONDITIONS = 16;
    static final int MAX_PHASE_REASON_CHARS = 1_024;

    public RedisReplicaSetStatus {
        phaseReason = phaseReason == null ? null : Absent.orEmpty(phaseReason, MAX_PHASE_REASON_CHARS);
        voters = Absent.orEmpty(voters);
        nodes = Absent.orEmpty(nodes);
        conditions = Absent.orEmpty(conditions).stream()
                .filter(RedisReplicaSetStatus::typeIsKnown)
                .toList();
    }

    /// The status of a set that nobody has looked at yet.
    public static RedisReplicaSetStatus empty() {
        return new StatusBuilder().build();
    }

    public StatusBuilder toBuilder() {
        return new StatusBuilder(this);
    }

    /// A condition of a newer release reads as one of no type; it is left to that release.
    private static boolean typeIsKnown(@Nullable SetCondition condition) {
        ConditionType type = condition == null ? null : condition.type();
        return type != null;
    }
}
