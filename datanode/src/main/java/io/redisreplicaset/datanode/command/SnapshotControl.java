package io.redisreplicaset.datanode.command;

/// Snapshots on disk, as commands drive them.
public interface SnapshotControl {
    /// Writes the snapshot file before it returns: SAVE.
    ///
    /// @throws ErrorReply it could not be written, or another save is running
    void saveNow();

    /// Begins a snapshot in the background: BGSAVE.
    ///
    /// @param schedule if one can't begin now, let it begin as soon as it can
    /// @return what the client is told
    /// @throws ErrorReply one is running
    String saveInBackground(boolean schedule);

    /// Unix time in seconds of the last good save.
    long lastSaveSeconds();
}
