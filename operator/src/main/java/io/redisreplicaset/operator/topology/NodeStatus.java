package io.redisreplicaset.operator.topology;

import java.util.List;
import java.util.Optional;

/// What a node says of itself by `REPLICASET STATUS`, as far as anything is decided by it. The names are those
/// of the node protocol, which says what each means. A shell that misses one of them treats the whole status as
/// unknown.
///
/// @param upstream `host:port` that it follows or was told to follow
public record NodeStatus(
        String nodeId,
        String runId,
        NodeRole role,
        long promisedEpoch,
        String promisedTo,
        long epoch,
        long historyEpoch,
        long rootEpoch,
        List<String> voters,
        int writeQuorum,
        long committedEpoch,
        long offset,
        boolean intact,
        boolean empty,
        boolean loading,
        Optional<String> upstream,
        LinkStatus linkStatus,
        long linkDownMillis,
        boolean synced,
        boolean writesOpen,
        boolean paused,
        boolean shuttingDown,
        int priority,
        List<PeerReport> peers) {
    public NodeStatus {
        voters = List.copyOf(voters);
        peers = List.copyOf(peers);
    }

    public Position position() {
        return new Position(historyEpoch, offset);
    }

    public boolean hasPromised(long wantedEpoch, String coordinator) {
        return promisedEpoch == wantedEpoch && promisedTo.equals(coordinator);
    }

    public boolean isMasterOf(long wantedEpoch) {
        return role == NodeRole.MASTER && epoch == wantedEpoch;
    }

    /// It was promoted in that epoch and has been that master, or that master fenced, without a break.
    public boolean isUnbrokenMasterOf(long wantedEpoch) {
        return wantedEpoch > 0 && epoch == wantedEpoch && (role == NodeRole.MASTER || role == NodeRole.FENCED);
    }

    /// Data, or at least the beginning of some.
    public boolean hasHistory() {
        return rootEpoch > 0 || !empty;
    }

    public Optional<PeerReport> peer(String name) {
        return peers.stream().filter(peer -> peer.name().equals(name)).findFirst();
    }
}
