package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a change of epoch is for.
public enum FailoverKind {
    /// The first master of a set, or the first one again after all voters were lost.
    @JsonProperty("Bootstrap")
    BOOTSTRAP,

    @JsonProperty("Failover")
    FAILOVER,

    @JsonProperty("Switchover")
    SWITCHOVER,

    /// The same master under a later epoch, with other voters.
    @JsonProperty("Voters")
    VOTERS
}
