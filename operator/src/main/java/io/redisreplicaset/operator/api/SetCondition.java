package io.redisreplicaset.operator.api;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One entry of `status.conditions`, in Kubernetes' usual shape.
@JsonIgnoreProperties(ignoreUnknown = true)
public record SetCondition(
        @JsonPropertyDescription("What the condition is about.")
        @Required
        @JsonFormat(with = READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        ConditionType type,

        @JsonPropertyDescription("True, False, or Unknown.") @Required
        ConditionStatus status,

        @JsonPropertyDescription("One word why.") @Required @Size(min = 1, max = MAX_REASON_CHARS)
        String reason,

        @JsonPropertyDescription("One sentence why, for a person.") @Required @Size(max = MAX_MESSAGE_CHARS)
        String message,

        @JsonPropertyDescription("When the status last changed.") @Required @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant lastTransitionTime,

        @JsonPropertyDescription("The generation of the spec that this was judged by.") @Required
        long observedGeneration) {

    static final int MAX_REASON_CHARS = 128;
    static final int MAX_MESSAGE_CHARS = 1_024;

    public SetCondition {
        message = Absent.orEmpty(message, MAX_MESSAGE_CHARS);
    }

    /// The list with this condition in the place of the one of its type. The time of the last transition is kept where
    /// the status did not change, so that a set at rest has nothing to write.
    public List<SetCondition> replacedIn(List<SetCondition> conditions) {
        List<SetCondition> result = new ArrayList<>(conditions.size() + 1);
        boolean placed = false;
        for (SetCondition old : conditions) {
            if (old.type != type) {
                result.add(old);
            } else if (!placed) {
                result.add(old.status == status ? since(old.lastTransitionTime) : this);
                placed = true;
            }
        }
        if (!placed) {
            result.add(this);
        }
        return List.copyOf(result);
    }

    private SetCondition since(Instant transition) {
        return new SetCondition(type, status, reason, message, transition, observedGeneration);
    }
}
