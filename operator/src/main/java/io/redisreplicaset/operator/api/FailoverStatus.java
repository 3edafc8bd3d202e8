package io.redisreplicaset.operator.api;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// `status.failover`: the change of epoch that is under way. Written only by an update that carries the
/// resourceVersion,
/// since an epoch is reserved here.
///
/// A kind or a stage that reads as null is a word of a newer release: the attempt is there, and this release cannot say
/// how far it has come.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FailoverStatus(
        @JsonPropertyDescription("The epoch that this attempt has reserved.") @Required
        long epoch,

        @JsonPropertyDescription("The incarnation of the operator that runs it; nobody else may use its promises.")
        @Required
        @Size(min = 1, max = 128)
        String coordinator,

        @JsonPropertyDescription("What it is for.")
        @Required
        @JsonFormat(with = READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @Nullable
        FailoverKind kind,

        @JsonPropertyDescription("How far it has come.")
        @Required
        @JsonFormat(with = READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @Nullable
        FailoverStage stage,

        @JsonPropertyDescription("The master before it.") @Nullable
        VoterStatus from,

        @JsonPropertyDescription("The node that is to be master; in stage Promoting the only one that may.") @Nullable
        VoterStatus target,

        @JsonPropertyDescription("The voters to be; in stage Promoting those that the target was told.") @Nullable
        VoterGroupStatus voters,

        @JsonPropertyDescription("Why it began.") @Required @Size(min = 1, max = MAX_REASON_CHARS)
        String reason,

        @JsonPropertyDescription("How long the old master had been silent when it was judged dead, in milliseconds.")
        @Required
        long detectMillis,

        @JsonPropertyDescription("When it began, by the clock of the coordinator.")
        @Required
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant startedAt) {

    static final int MAX_REASON_CHARS = 256;

    public FailoverStatus {
        reason = Absent.orEmpty(reason, MAX_REASON_CHARS);
    }
}
