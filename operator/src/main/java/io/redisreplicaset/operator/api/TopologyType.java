package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Who replicates from whom.
public enum TopologyType {
    /// Every replica follows the master.
    @JsonProperty("Star")
    STAR,

    /// Each replica follows the one before it, the first follows the master.
    @JsonProperty("Chain")
    CHAIN
}
