package io.redisreplicaset.datanode.engine;

/// What the owner has last published of itself, for threads that may only look: probes and metrics. One object a tick,
/// never changed.
///
/// @param role `master`, `replica`, or a set's word for a node that is neither
/// @param isReady may be sent clients
/// @param reason why, or why not
public record NodeView(
        String role,
        boolean isReady,
        String reason,
        boolean isLoading,
        long keys,
        long clients,
        long replicas,
        long offset,
        long linkDownMillis,
        long backlogBytes,
        long heldReplies,
        long commands,
        long connections,
        long netInputBytes,
        long netOutputBytes,
        long fullSyncs,
        long partialSyncs,
        long expiredKeys,
        long keyspaceHits,
        long keyspaceMisses,
        long epoch,
        long promisedEpoch,
        boolean writesOpen,
        boolean isIntact) {
    /// Before the first tick.
    public static NodeView starting() {
        return new NodeView(
                "starting",
                false,
                "the node is starting",
                true,
                0,
                0,
                0,
                0,
                -1,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                false,
                false);
    }
}
