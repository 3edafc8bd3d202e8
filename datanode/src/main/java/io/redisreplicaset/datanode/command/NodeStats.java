package io.redisreplicaset.datanode.command;

/// Counters of the node since its start, or since CONFIG RESETSTAT. Plain fields: one thread writes and reads them, on
/// every command.
public final class NodeStats {
    public long connectionsReceived;
    public long connectionsRejected;
    public long commandsProcessed;
    public long netInputBytes;
    public long netOutputBytes;
    public long replicationInputBytes;
    public long replicationOutputBytes;
    public long keyspaceHits;
    public long keyspaceMisses;
    public long expiredKeys;
    public long fullSyncs;
    public long partialSyncs;
    public long refusedPartialSyncs;
    private long errorReplies;
    private final ErrorCounts errors = new ErrorCounts();
    public long dirty;
    public long readsProcessed;
    public long writesProcessed;
    public long unexpectedErrorReplies;

    /// An error was answered.
    ///
    /// @param text without its leading `-`
    public void failedWith(String text) {
        errorReplies++;
        errors.answered(text);
    }

    public long errorReplies() {
        return errorReplies;
    }

    public ErrorCounts errors() {
        return errors;
    }

    public void reset() {
        connectionsReceived = 0;
        connectionsRejected = 0;
        commandsProcessed = 0;
        netInputBytes = 0;
        netOutputBytes = 0;
        replicationInputBytes = 0;
        replicationOutputBytes = 0;
        keyspaceHits = 0;
        keyspaceMisses = 0;
        expiredKeys = 0;
        fullSyncs = 0;
        partialSyncs = 0;
        refusedPartialSyncs = 0;
        errorReplies = 0;
        errors.reset();
        readsProcessed = 0;
        writesProcessed = 0;
        unexpectedErrorReplies = 0;
    }
}
