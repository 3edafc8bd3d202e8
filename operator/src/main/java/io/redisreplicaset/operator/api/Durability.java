package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/// When a client hears OK for a write.
public enum Durability {
    /// At once, as Redis does. What a partition can lose is bounded by the isolation timeout.
    @JsonProperty("Async")
    ASYNC("async"),

    /// Once a quorum of voters holds the write in memory.
    @JsonProperty("Quorum")
    QUORUM("quorum");

    private final String directive;

    Durability(String directive) {
        this.directive = directive;
    }

    /// The value of the data node's `replicaset-durability` directive.
    public String directive() {
        return directive;
    }
}
