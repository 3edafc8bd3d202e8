package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// `status.lastFailover`: the last change of master that was completed.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LastFailoverStatus(
        @JsonPropertyDescription("Name of the master before it.") @Size(max = 63) @Nullable
        String from,

        @JsonPropertyDescription("Name of the master after it.") @Required @Size(min = 1, max = 63)
        String to,

        @JsonPropertyDescription("Why it was.") @Required @Size(min = 1, max = FailoverStatus.MAX_REASON_CHARS)
        String reason,

        @JsonPropertyDescription("From the last sign of life of the old master to the decision, in milliseconds.")
        @Required
        long detectMillis,

        @JsonPropertyDescription(
                "From the last sign of life of the old master to the new one's first open write, in milliseconds.")
        @Required
        long totalMillis,

        @JsonPropertyDescription("When it was completed.") @Required @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant at) {

    public LastFailoverStatus {
        reason = Absent.orEmpty(reason, FailoverStatus.MAX_REASON_CHARS);
    }
}
