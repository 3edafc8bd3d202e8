package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/// One vote: a disk, and the name of the node that it belongs to. A node that comes back on another disk is not it.
@JsonIgnoreProperties(ignoreUnknown = true)
public record VoterStatus(
        @JsonPropertyDescription("Identity of the node's disk.") @Required @Size(min = 1, max = 40)
        String nodeId,

        @JsonPropertyDescription("Name of the node.") @Required @Size(min = 1, max = 63)
        String name) {}
