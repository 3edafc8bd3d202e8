package io.redisreplicaset.datanode.engine;

/// What the node is, as far as commands must know.
public interface Circumstances {
    boolean needsPassword();

    boolean isLoading();

    /// Follows another node.
    boolean isReplica();

    boolean replicaIsReadOnly();

    /// A replica without a link whose data may not be shown.
    boolean hidesStaleData();

    /// The last snapshot failed, and writes stop for that.
    boolean failedToSave();

    /// `min-replicas-to-write` is not met.
    boolean lacksGoodReplicas();

    DataGate gate();
}
