package io.redisreplicaset.operator.coordinator;

import io.redisreplicaset.operator.topology.Address;
import io.redisreplicaset.operator.topology.NodeRole;
import java.util.Optional;

/// What a runtime knows of one node without asking the node itself.
///
/// @param address empty while it has none
/// @param deleting somebody asked for its end
/// @param ready by the runtime's own probe, and the machine under it is not known to be unreachable
/// @param incarnation another one for each process: a container's id, a process's number and start
/// @param revision what it was made from
/// @param label what its role label says
public record RuntimeNode(
        String name,
        Optional<Address> address,
        boolean deleting,
        boolean ready,
        String incarnation,
        String revision,
        Optional<NodeRole> label) {}
