package io.redisreplicaset.datanode.engine;

import java.util.Optional;

/// What a snapshot that begins now tells of the history that it belongs to. Replication and membership know it.
public interface SnapshotFacts {
    /// Empty where no history is kept: nobody could go on from there.
    Optional<HistoryPlace> place();

    /// The text of the set's last marker; empty where the node is in no set, or has none yet.
    Optional<String> marker();

    /// The facts of a node that keeps no history.
    SnapshotFacts NONE = new SnapshotFacts() {
        @Override
        public Optional<HistoryPlace> place() {
            return Optional.empty();
        }

        @Override
        public Optional<String> marker() {
            return Optional.empty();
        }
    };
}
