package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/// `spec.topology`.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TopologySpec(
        @JsonPropertyDescription(
                "Star: every replica follows the master. Chain: each replica follows the one before it, so the master"
                        + " feeds a single replica. Can be changed at any time; nodes are pointed anew without a restart.")
        @Default("Star")
        TopologyType type) {}
