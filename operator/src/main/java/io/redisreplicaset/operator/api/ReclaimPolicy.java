package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What becomes of a node's volume when its node, or the whole set, is deleted.
public enum ReclaimPolicy {
    /// The claim stays, and a set of the same name takes it up again.
    @JsonProperty("Retain")
    RETAIN,

    /// The claim goes with the node.
    @JsonProperty("Delete")
    DELETE
}
