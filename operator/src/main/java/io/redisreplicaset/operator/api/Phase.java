package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/// One word for the whole set, the most urgent truth first. `phaseReason` gives the sentence.
public enum Phase {
    @JsonProperty("Creating")
    CREATING("Creating"),

    @JsonProperty("Running")
    RUNNING("Running"),

    @JsonProperty("Degraded")
    DEGRADED("Degraded"),

    @JsonProperty("FailingOver")
    FAILING_OVER("FailingOver"),

    @JsonProperty("SwitchingOver")
    SWITCHING_OVER("SwitchingOver"),

    @JsonProperty("Updating")
    UPDATING("Updating"),

    @JsonProperty("Scaling")
    SCALING("Scaling"),

    @JsonProperty("Blocked")
    BLOCKED("Blocked"),

    @JsonProperty("Paused")
    PAUSED("Paused"),

    @JsonProperty("Invalid")
    INVALID("Invalid");

    private final String word;

    Phase(String word) {
        this.word = word;
    }

    /// The word as users read it, for example `FailingOver`.
    public String word() {
        return word;
    }
}
