package io.redisreplicaset.operator.topology;

/// A replica's link to its upstream, in the words of the node protocol.
public enum LinkStatus {
    UP("up"),
    SYNC("sync"),
    DOWN("down"),
    NONE("none");

    private final String word;

    LinkStatus(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
