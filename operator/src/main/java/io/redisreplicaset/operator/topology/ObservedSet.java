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

    /// Who is reached at `host:port`; the address itself where that is none of the set's.
    public String nameAt(String address) {
        return nodes.stream()
                .filter(node -> node.address().map(Address::toString).equals(Optional.of(address)))
                .map(ObservedNode::name)
                .findFirst()
                .orElse(address);
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
