package io.redisreplicaset.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a condition is about.
public enum ConditionType {
    /// The spec is valid. While false, nothing of the set is touched.
    @JsonProperty("Accepted")
    ACCEPTED("Accepted"),

    /// As many nodes as asked for are ready.
    @JsonProperty("Ready")
    READY("Ready"),

    /// There is a master, and it takes writes.
    @JsonProperty("MasterAvailable")
    MASTER_AVAILABLE("MasterAvailable"),

    /// Every replica follows whom it should, over a link that is up.
    @JsonProperty("ReplicationHealthy")
    REPLICATION_HEALTHY("ReplicationHealthy"),

    /// Enough voters answer to elect a master and, in the quorum modes, to commit a write.
    @JsonProperty("QuorumMet")
    QUORUM_MET("QuorumMet"),

    /// The operator is changing something.
    @JsonProperty("Progressing")
    PROGRESSING("Progressing"),

    /// Going on could lose data: a person has to decide.
    @JsonProperty("DataLossRisk")
    DATA_LOSS_RISK("DataLossRisk"),

    /// The operator leaves the set alone, because it was told to.
    @JsonProperty("Paused")
    PAUSED("Paused");

    private final String word;

    ConditionType(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
