package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How far a change of epoch has come.
public enum FailoverStage {
    /// Switchover only: the master holds its writes; nothing is promised yet.
    @JsonProperty("Pausing")
    PAUSING,

    /// Promises are being gathered.
    @JsonProperty("Fencing")
    FENCING,

    /// The target is written: it may have been promoted.
    @JsonProperty("Promoting")
    PROMOTING
}
