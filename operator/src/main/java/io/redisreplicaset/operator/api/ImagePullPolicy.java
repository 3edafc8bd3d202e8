package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/// When a Kubernetes node pulls the image of a data node: the words of a container's `imagePullPolicy`.
public enum ImagePullPolicy {
    @JsonProperty("Always")
    ALWAYS("Always"),

    @JsonProperty("IfNotPresent")
    IF_NOT_PRESENT("IfNotPresent"),

    @JsonProperty("Never")
    NEVER("Never");

    private final String word;

    ImagePullPolicy(String word) {
        this.word = word;
    }

    /// The word that a container's spec carries.
    public String word() {
        return word;
    }
}
