package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.NodeControl.SaveOnExit;

/// Ending the process, and reading its data anew.
public interface ProcessControl {
    /// Begins an orderly end; see [io.redisreplicaset.datanode.command.NodeControl#shutdown].
    void shutdown(SaveOnExit save, boolean withoutWaiting, boolean force);

    /// @return whether a shutdown was waiting and is taken back
    boolean abortShutdown();

    /// Ends the process at once and leaves everything as it is.
    void crash();

    /// Whether an orderly end has begun and was not taken back.
    boolean isShuttingDown();

    /// DEBUG RELOAD; see [io.redisreplicaset.datanode.command.NodeControl#reload].
    void reload(boolean save, boolean flush, boolean merge);
}
