package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Kubernetes' three values of a condition. Unknown is not false.
public enum ConditionStatus {
    @JsonProperty("True")
    TRUE,

    @JsonProperty("False")
    FALSE,

    @JsonProperty("Unknown")
    UNKNOWN;

    public static ConditionStatus of(boolean holds) {
        return holds ? TRUE : FALSE;
    }
}
