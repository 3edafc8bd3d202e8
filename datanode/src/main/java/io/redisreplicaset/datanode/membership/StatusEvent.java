package io.redisreplicaset.datanode.membership;

/// Why a watcher is sent a status: the event words of `REPLICASET WATCH` that the membership itself gives rise to.
public enum StatusEvent {
    ROLE("role"),
    PEER("peer"),
    WRITES("writes"),
    COMMITTED("committed"),
    INTACT("intact"),
    SHUTDOWN("shutdown");

    private final String word;

    StatusEvent(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
