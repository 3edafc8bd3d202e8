package io.redisreplicaset.operator.topology;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// All nodes of a set that exist, in the order of their ordinals.
public record ObservedSet(List<ObservedNode> nodes) {
    public ObservedSet {
        nodes = nodes.stream()
                .sorted(Comparator.comparingInt(node -> SetIntent.ordinalOf(node.name())))
                .toList();
    }

    public Optional<ObservedNode> node(String name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    /// The node that lives on this disk.
    public Optional<ObservedNode> disk(Voter voter) {
        return node(voter.name()).filter(node -> node.isDisk(voter.nodeId()));
    }

    /// The status of that disk, however old.
    public Optional<NodeStatus> statusOf(Voter voter) {
        return disk(voter).flatMap(node -> node.status().known());
    }
}
