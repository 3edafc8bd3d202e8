package io.redisreplicaset.operator.coordinator;

import io.redisreplicaset.operator.topology.Fact;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.PeerReport;
import java.util.List;
import java.util.Optional;

/// Whether a new fact can change a decision. Offsets and ages move all the time; they are read when somebody decides,
/// and are no reason to.
final class StatusNews {
    private StatusNews() {}

    static boolean differ(Fact<NodeStatus> before, Fact<NodeStatus> after) {
        return !resting(before).equals(resting(after));
    }

    private static Optional<NodeStatus> resting(Fact<NodeStatus> fact) {
        return fact.known().map(StatusNews::withoutWhatMoves);
    }

    private static NodeStatus withoutWhatMoves(NodeStatus status) {
        List<PeerReport> peers = status.peers().stream()
                .map(peer -> new PeerReport(
                        peer.name(),
                        peer.address(),
                        peer.nodeId(),
                        peer.connected(),
                        Math.min(0, peer.heardMillis()),
                        peer.promisedEpoch()))
                .toList();
        return new NodeStatus(
                status.nodeId(),
                status.runId(),
                status.role(),
                status.promisedEpoch(),
                status.promisedTo(),
                status.epoch(),
                status.historyEpoch(),
                status.rootEpoch(),
                status.voters(),
                status.writeQuorum(),
                status.committedEpoch(),
                0,
                status.intact(),
                status.empty(),
                status.loading(),
                status.upstream(),
                status.linkStatus(),
                0,
                status.synced(),
                status.writesOpen(),
                status.paused(),
                status.shuttingDown(),
                status.priority(),
                peers);
    }
}
