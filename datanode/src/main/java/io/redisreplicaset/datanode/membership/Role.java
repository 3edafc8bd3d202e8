package io.redisreplicaset.datanode.membership;

/// What a node is in its set, in the words of the node protocol.
public enum Role {
    /// Started, and told nothing yet.
    JOINING("joining"),

    /// Promoted in its epoch, and not deposed since this process began.
    MASTER("master"),

    /// Was master, or promised an epoch while it was nothing: takes no writes until it is told what to be.
    FENCED("fenced"),

    /// Follows another node.
    REPLICA("replica");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /// The word on the wire.
    public String word() {
        return word;
    }
}
