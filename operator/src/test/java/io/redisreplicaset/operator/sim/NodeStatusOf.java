package io.redisreplicaset.operator.sim;

import io.redisreplicaset.datanode.membership.MembershipStatus;
import io.redisreplicaset.datanode.membership.PeerStatus;
import io.redisreplicaset.datanode.membership.Role;
import io.redisreplicaset.datanode.membership.Upstream;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.PeerReport;

/// The status map, as the operator reads what a node writes.
final class NodeStatusOf {
    private static final int PRIORITY = 100;

    private NodeStatusOf() {}

    static NodeStatus process(Sim sim, NodeProcess node) {
        MembershipStatus status = node.membership().status(node.now());
        sim.rules().told(node, status.promisedEpoch());
        NodeStatus told = new NodeStatus(
                status.nodeId(),
                node.runId(),
                role(status.role()),
                status.promisedEpoch(),
                status.promisedTo(),
                status.epoch(),
                status.historyEpoch(),
                status.rootEpoch(),
                status.voters(),
                status.writeQuorum(),
                status.committedEpoch(),
                status.offset(),
                status.intact(),
                node.data().end().isEmpty(),
                false,
                status.upstream().map(Upstream::address),
                node.upstream().status(),
                node.upstream().downMillis(),
                node.upstream().isUp(),
                status.writesOpen(),
                status.paused(),
                status.shuttingDown(),
                PRIORITY,
                status.peers().stream().map(NodeStatusOf::peer).toList());
        return sim.mutation().told(told, sim.intent());
    }

    private static NodeRole role(Role role) {
        return switch (role) {
            case JOINING -> NodeRole.JOINING;
            case MASTER -> NodeRole.MASTER;
            case FENCED -> NodeRole.FENCED;
            case REPLICA -> NodeRole.REPLICA;
        };
    }

    private static PeerReport peer(PeerStatus peer) {
        return new PeerReport(
                peer.address().name(),
                peer.address().host() + ":" + peer.address().port(),
                peer.nodeId(),
                peer.connected(),
                peer.heardMillis(),
                peer.promisedEpoch());
    }
}
