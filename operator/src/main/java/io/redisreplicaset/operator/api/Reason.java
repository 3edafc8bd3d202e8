package io.redisreplicaset.operator.api;

/// Why something was done or is as it is. One constant feeds the log line, the Event, the condition and the metric
/// label,
/// so that the four never disagree.
public enum Reason {
    MASTER_ELECTED("MasterElected", Severity.NORMAL, "The set has its first master, or one again."),
    MASTER_SUSPECTED("MasterSuspected", Severity.WARNING, "Some, but not enough, say that the master is gone."),
    FAILOVER_STARTED("FailoverStarted", Severity.WARNING, "The master is dead; an election begins."),
    FAILOVER_TARGET_SELECTED("FailoverTargetSelected", Severity.NORMAL, "The node that holds the most was chosen."),
    FAILOVER_COMPLETED("FailoverCompleted", Severity.NORMAL, "The new master takes writes."),
    FAILOVER_ABORTED("FailoverAborted", Severity.WARNING, "This attempt ended without a new master."),
    FAILOVER_BLOCKED("FailoverBlocked", Severity.WARNING, "An election could not be safe now; nothing was fenced."),
    SWITCHOVER_STARTED("SwitchoverStarted", Severity.NORMAL, "A planned change of master begins."),
    SWITCHOVER_COMPLETED("SwitchoverCompleted", Severity.NORMAL, "The planned change of master is done."),
    SWITCHOVER_FAILED(
            "SwitchoverFailed", Severity.WARNING, "The planned change of master was given up; no write was lost."),
    NODE_FENCED("NodeFenced", Severity.NORMAL, "A node promised a higher epoch and takes no more writes."),
    NODE_CREATED("NodeCreated", Severity.NORMAL, "A node was created."),
    NODE_REPLACED("NodeReplaced", Severity.NORMAL, "A node came back on a new, empty disk."),
    NODE_RESTARTED("NodeRestarted", Severity.WARNING, "A node's process is a new one."),
    NODE_FAILED(
            "NodeFailed",
            Severity.WARNING,
            "A node's process ended by itself, or cannot be started; it is tried again."),
    VOLUMES_INHERITED(
            "VolumesInherited", Severity.NORMAL, "The set goes on with the volumes of an earlier one of its name."),
    NODE_RESYNCING("NodeResyncing", Severity.NORMAL, "A node copies the data of its upstream."),
    NODE_DELETED("NodeDeleted", Severity.NORMAL, "A node was removed."),
    REPLICA_REPOINTED("ReplicaRepointed", Severity.NORMAL, "A replica was told whom to follow."),
    VOTERS_CHANGED("VotersChanged", Severity.NORMAL, "A node became, or stopped being, a voter."),
    ROLLING_UPDATE_STARTED("RollingUpdateStarted", Severity.NORMAL, "Nodes are replaced one by one, the master last."),
    ROLLING_UPDATE_HALTED("RollingUpdateHalted", Severity.WARNING, "A step of the update did not come out as it must."),
    ROLLING_UPDATE_COMPLETED("RollingUpdateCompleted", Severity.NORMAL, "All nodes are at the current revision."),
    SCALED_UP("ScaledUp", Severity.NORMAL, "Nodes are being added."),
    SCALED_DOWN("ScaledDown", Severity.NORMAL, "Nodes are being removed."),
    CONFIG_APPLIED("ConfigApplied", Severity.NORMAL, "Running nodes took the configuration."),
    CONFIG_REJECTED("ConfigRejected", Severity.WARNING, "A node refused a configuration value."),
    SPEC_REJECTED("SpecRejected", Severity.WARNING, "The spec is not valid; nothing was touched."),
    QUORUM_LOST("QuorumLost", Severity.WARNING, "Fewer voters answer than a quorum needs."),
    QUORUM_RESTORED("QuorumRestored", Severity.NORMAL, "Enough voters answer again."),
    DATA_LOSS_RISK("DataLossRisk", Severity.WARNING, "Going on could lose data; a human decides."),
    STALE_MASTER_DEMOTED(
            "StaleMasterDemoted", Severity.WARNING, "A node that still thought it was master was demoted."),
    PAUSED("Paused", Severity.NORMAL, "The operator leaves this set alone."),
    RESUMED("Resumed", Severity.NORMAL, "The operator takes care of this set again."),
    RECONCILE_FAILED("ReconcileFailed", Severity.WARNING, "The operator could not do what it wanted; it tries again.");

    /// Kubernetes' two types of Event.
    public enum Severity {
        NORMAL,
        WARNING
    }

    private final String word;
    private final Severity severity;
    private final String sentence;

    Reason(String word, Severity severity, String sentence) {
        this.word = word;
        this.severity = severity;
        this.sentence = sentence;
    }

    /// The CamelCase word that Events and conditions carry.
    public String word() {
        return word;
    }

    public Severity severity() {
        return severity;
    }

    /// What it means, for someone who reads it at night.
    public String sentence() {
        return sentence;
    }
}
