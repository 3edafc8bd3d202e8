package io.redisreplicaset.operator.topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whom each node should replicate from.
///
/// ```
///   Star:   0 ─► 1      Chain, master 0:  0 ─► 1 ─► 2        1 is down:  0 ─────► 2
///           └──► 2
/// ```
///
/// A chain runs from the master through the others in the order of their ordinals. A node that cannot pass the
/// stream on is left out: those behind it follow the nearest before it that can. To pass on, a node must be
/// synced and stable; but whoever already follows a reachable replica stays with it while that one is catching
/// up, so a link that breaks high up in the chain moves one node, and not all below it twice.
final class Upstreams {
    private final Sight sight;
    private final ObservedNode master;

    Upstreams(Sight sight, ObservedNode master) {
        this.sight = sight;
        this.master = master;
    }

    /// Node name to the node that it should follow, for all but the master.
    Map<String, ObservedNode> byName() {
        Map<String, ObservedNode> upstreams = new LinkedHashMap<>();
        List<ObservedNode> before = new ArrayList<>(List.of(master));
        for (ObservedNode node : sight.observed().nodes()) {
            if (node.name().equals(master.name())) {
                continue;
            }
            upstreams.put(
                    node.name(),
                    switch (sight.intent().topology()) {
                        case STAR -> master;
                        case CHAIN -> nearestThatPassesOn(before, node);
                    });
            // A node that is on its way out carries nobody.
            if (sight.intent().wants(node.name()) && !node.deleting()) {
                before.add(node);
            }
        }
        return upstreams;
    }

    private ObservedNode nearestThatPassesOn(List<ObservedNode> before, ObservedNode node) {
        for (ObservedNode candidate : before.reversed()) {
            if (candidate.name().equals(master.name()) || passesOnTo(candidate, node)) {
                return candidate;
            }
        }
        return master;
    }

    private boolean passesOnTo(ObservedNode candidate, ObservedNode node) {
        Optional<NodeStatus> status = sight.fresh(candidate).filter(known -> known.role() == NodeRole.REPLICA);
        if (status.isEmpty() || candidate.address().isEmpty()) {
            return false;
        }
        boolean isFollowedAlready = node.status()
                .known()
                .flatMap(NodeStatus::upstream)
                .equals(candidate.address().map(Address::toString));
        boolean isStable = candidate
                .readySince()
                .filter(since -> !since.plus(Deadlines.STABLE).isAfter(sight.now()))
                .isPresent();
        return isFollowedAlready || (sight.isSynced(status.get()) && isStable);
    }
}
