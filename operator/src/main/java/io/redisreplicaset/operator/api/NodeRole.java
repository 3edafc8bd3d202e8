package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Optional;

/// What a data node is in its set: the words of the wire, of the pods' label and of the status.
public enum NodeRole {
    @JsonProperty("master")
    MASTER("master"),

    @JsonProperty("replica")
    REPLICA("replica"),

    /// Was master, or promised a higher epoch; takes no writes until it is told whom to follow.
    @JsonProperty("fenced")
    FENCED("fenced"),

    /// Started, and told nothing yet.
    @JsonProperty("joining")
    JOINING("joining");

    private final String word;

    NodeRole(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /// Empty for a word of a newer release.
    public static Optional<NodeRole> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
    }
}
