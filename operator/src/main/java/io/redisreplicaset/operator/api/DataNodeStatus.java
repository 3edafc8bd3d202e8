package io.redisreplicaset.operator.api;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// One entry of `status.nodes`. Holds nothing that changes while the set is at rest: offsets are in the metrics.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DataNodeStatus(
        @JsonPropertyDescription("Name of the node and of its pod, <set>-<ordinal>.") @Required @Size(min = 1, max = 63)
        String name,

        @JsonPropertyDescription("What it is in the set.")
        @JsonFormat(with = READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @Nullable
        NodeRole role,

        @JsonPropertyDescription("Name of the node that it follows, or the address if that is none of the set's.")
        @Size(max = 320)
        @Nullable
        String upstream,

        @JsonPropertyDescription("Whether its pod is ready: it knows its role and, as a replica, is synced.")
        boolean ready,

        @JsonPropertyDescription("How its link to its upstream is.")
        @JsonFormat(with = READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @Nullable
        LinkStatus linkStatus,

        @JsonPropertyDescription("Whether it can prove that it holds every write that it ever acknowledged.")
        boolean intact,

        @JsonPropertyDescription("Revision of the spec that its pod was made from.") @Size(max = 63) @Nullable
        String revision,

        @JsonPropertyDescription("Identity of its disk. Voters are these.") @Size(max = 40) @Nullable
        String nodeId,

        @JsonPropertyDescription("Identity of its process; another one after each restart.") @Size(max = 40) @Nullable
        String runId) {}
