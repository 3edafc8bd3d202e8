package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Optional;

/// How a node's link to its upstream is: the words of the wire.
public enum LinkStatus {
    @JsonProperty("up")
    UP("up"),

    /// Copying the upstream's data.
    @JsonProperty("sync")
    SYNC("sync"),

    @JsonProperty("down")
    DOWN("down"),

    /// A master has no link.
    @JsonProperty("none")
    NONE("none");

    private final String word;

    LinkStatus(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /// Empty for a word of a newer release.
    public static Optional<LinkStatus> of(String word) {
        return Arrays.stream(values())
                .filter(status -> status.word.equals(word))
                .findFirst();
    }
}
