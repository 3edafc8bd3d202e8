package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a master does that hears fewer than a majority of its set.
public enum Isolation {
    /// Refuses writes after the isolation timeout, so that a successor can be elected without a second truth.
    @JsonProperty("CloseWrites")
    CLOSE_WRITES("close-writes"),

    /// Goes on taking writes: the only choice that keeps a set of one or two nodes writable.
    @JsonProperty("KeepWriting")
    KEEP_WRITING("keep-writing");

    private final String directive;

    Isolation(String directive) {
        this.directive = directive;
    }

    /// The value of the data node's `replicaset-isolation` directive.
    public String directive() {
        return directive;
    }
}
