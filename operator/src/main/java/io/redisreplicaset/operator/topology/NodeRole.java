package io.redisreplicaset.operator.topology;

/// What a node says it is, in the words of the node protocol; also the value of its role label.
public enum NodeRole {
    JOINING("joining"),
    MASTER("master"),
    FENCED("fenced"),
    REPLICA("replica");

    private final String word;

    NodeRole(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
