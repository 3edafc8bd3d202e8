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
/// From `epoch` to `failovers`, and `updatingTo`, it is the memory of the failover protocol, which changes only by an
/// update that carries the resourceVersion. The rest is a report.
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

        @JsonPropertyDescription("The highest epoch that was ever reserved; each mastership has one of its own.")
        long epoch,

        @JsonPropertyDescription("The highest epoch for which a target was chosen: no later one has had a master.")
        long targetedEpoch,

        @JsonPropertyDescription("The epoch at which the set's data began; 0 while there was never a master.")
        long rootEpoch,

        @JsonPropertyDescription("Name of the node that is master.") @Size(max = 63) @Nullable
        String master,

        @JsonPropertyDescription("Identity of its disk.") @Size(max = 40) @Nullable
        String masterNodeId,

        @JsonPropertyDescription("The epoch that it was promoted in.")
        long masterEpoch,

        @JsonPropertyDescription("Since when it is.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        Instant masterSince,

        @JsonPropertyDescription("Who votes and counts towards a quorum.") @Nullable
        VoterGroupStatus voters,

        @JsonPropertyDescription(
                "Voters that a promoted node was told and that are not yet known to be committed: until they are, an"
                        + " election needs promises from both groups.")
        @Nullable
        VoterGroupStatus unfinishedVoters,

        @JsonPropertyDescription("The change of master, or of voters, that is under way.") @Nullable
        FailoverStatus failover,

        @JsonPropertyDescription("The last change of master that was completed.") @Nullable
        LastFailoverStatus lastFailover,

        @JsonPropertyDescription("Number of changes of master so far.")
        int failovers,

        @JsonPropertyDescription("Revision of the spec that the pods should have.") @Size(max = 63) @Nullable
        String revision,

        @JsonPropertyDescription("The revision that a rolling update under way leads to.") @Size(max = 63) @Nullable
        String updatingTo,

        @JsonPropertyDescription("Number of pods that have the revision.")
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
