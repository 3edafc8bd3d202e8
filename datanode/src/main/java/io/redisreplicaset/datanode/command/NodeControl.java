package io.redisreplicaset.datanode.command;

import java.util.List;

/// The process around the data.
public interface NodeControl {
    /// 40 hex digits, new at each start.
    String runId();

    /// What INFO answers.
    ///
    /// @param sections lower-case names; `default`, `all` and `everything` name groups
    String info(List<String> sections);

    /// Runs the queued commands of a client's transaction, writing one reply each into the invocation's reply.
    void runTransaction(Invocation exec, Transaction transaction);

    /// Holds requests back.
    ///
    /// @param onlyWrites let commands through that change nothing
    void pauseClients(long endMillis, boolean onlyWrites);

    void resumeClients();

    /// How a shutdown treats the data.
    enum SaveOnExit {
        BY_SAVE_POINTS,
        ALWAYS,
        NEVER
    }

    /// Begins to stop. The connection that asked is parked: it hears the close, or an error if the node goes on after
    /// all.
    ///
    /// @param withoutWaiting for replicas that lag
    /// @param force go even if saving fails
    /// @throws ErrorReply the data could not be saved
    void shutdown(SaveOnExit save, boolean withoutWaiting, boolean force);

    /// Takes a shutdown back that waits for replicas.
    ///
    /// @return whether there was one
    boolean abortShutdown();

    /// Ends the process at once, as a crash would: DEBUG SEGFAULT.
    void crash();

    /// Whether keys are expired on their own; DEBUG SET-ACTIVE-EXPIRE.
    void activeExpiry(boolean wanted);

    /// Drops all data and reads it again from a snapshot: DEBUG RELOAD.
    ///
    /// @param save write the snapshot first
    /// @param flush drop the data first
    /// @param merge without `flush`: keys that are there get the value of the snapshot, which else is an error
    void reload(boolean save, boolean flush, boolean merge);

    /// Writes a line into the server's log.
    void log(String line);
}
