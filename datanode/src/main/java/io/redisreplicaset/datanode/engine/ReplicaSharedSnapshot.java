package io.redisreplicaset.datanode.engine;

import java.util.List;

/// A snapshot that one or more replicas are being sent.
sealed interface ReplicaSharedSnapshot permits ReplicaStreamedSnapshot, ReplicaFileSnapshot {
    /// Tells snapshots apart.
    long id();

    /// Whether another replica can still have all of it.
    boolean isOpen();

    boolean withoutKeys();

    /// The data that it is of is about to be replaced: it ends, and whoever waits for it is let go.
    void abandon(String reason);

    /// A replica's connection is closed.
    void gone(ReplicaPeer replica);

    /// Hears the end of it.
    interface Listener {
        /// These have been sent all of it. It costs nothing more, and begins no more transfers; where it went to a
        /// file, replicas may follow that are still being sent theirs.
        void ended(ReplicaSharedSnapshot snapshot, List<ReplicaPeer> sent);

        /// It came to nothing.
        void failed(ReplicaSharedSnapshot snapshot, List<ReplicaPeer> waiting, String why);
    }
}
