package io.redisreplicaset.datanode.engine;

import java.util.List;

/// A snapshot that one or more replicas are being sent.
sealed interface ReplicaSharedSnapshot permits ReplicaStreamedSnapshot, ReplicaFileSnapshot {
    /// Tells snapshots apart.
    long id();

    /// Whether another replica can still have all of it.
    boolean isOpen();

    boolean withoutKeys();

    /// A replica's connection is closed.
    void gone(ReplicaPeer replica);

    /// Hears the end of it.
    interface Listener {
        /// These have been sent all of it.
        void ended(ReplicaSharedSnapshot snapshot, List<ReplicaPeer> sent);

        /// It came to nothing.
        void failed(ReplicaSharedSnapshot snapshot, List<ReplicaPeer> waiting, String why);
    }
}
