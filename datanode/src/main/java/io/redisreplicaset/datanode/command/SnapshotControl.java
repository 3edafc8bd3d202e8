package io.redisreplicaset.datanode.command;

/// Snapshots on disk, as commands drive them.
public interface SnapshotControl {
    /// Writes the snapshot file before it returns: SAVE.
    ///
    /// @throws ErrorReply it could not be written, or another save is running
    void saveNow();

    /// Begins a snapshot in the background: BGSAVE.
    ///
    /// @param schedule if one is running, let the next begin when it is over
    /// @param isInTransaction half a transaction has run: the snapshot begins behind it
    /// @return what the client is told
    /// @throws ErrorReply one is running
    String saveInBackground(boolean schedule, boolean isInTransaction);

    /// All keys of all databases were removed: what is being saved is not worth it any more.
    void allRemoved();

    /// Unix time in seconds of the last good save.
    long lastSaveSeconds();
}
