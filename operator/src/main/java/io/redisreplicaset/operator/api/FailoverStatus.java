package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `status.failover`: the change of master, or of voters, that is under way. Written only by an update that carries the
/// resourceVersion, since an epoch is reserved here.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FailoverStatus(
        @JsonPropertyDescription("The epoch that this attempt has reserved.") @Required
        long epoch,

        @JsonPropertyDescription("How far it has come.") @Required @Size(min = 1, max = 64)
        String stage,

        @JsonPropertyDescription("The incarnation of the operator that runs it.") @Required @Size(min = 1, max = 128)
        String coordinator,

        @JsonPropertyDescription("Name of the master before it.") @Size(max = 63) @Nullable
        String from,

        @JsonPropertyDescription("Name of the node that is to be master.") @Size(max = 63) @Nullable
        String target,

        @JsonPropertyDescription("The voters to be, by the identity of their disks.") @Size(max = Bounds.MAX_REPLICAS)
        List<@Size(max = 40) String> voters,

        @JsonPropertyDescription("How many of these voters must hold a write for it to be committed.") @Nullable
        Integer writeQuorum,

        @JsonPropertyDescription("Why it began.") @Size(max = 128) @Nullable
        String reason,

        @JsonPropertyDescription("When it began.") @Required @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant startedAt) {

    public FailoverStatus {
        voters = Absent.orEmpty(voters);
    }
}
