package io.redisreplicaset.operator.topology;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which nodes could take over from a living master in a planned way.
public final class SwitchoverTargets {
    private SwitchoverTargets() {}

    /// Voters that are synced, intact, may be promoted, stay, and answer.
    public static List<Voter> all(Sight sight) {
        return sight.record().config().voters().stream()
                .filter(voter -> !sight.record().isMaster(voter.name()))
                .filter(voter -> sight.intent().wants(voter.name()))
                .filter(voter -> sight.observed()
                        .disk(voter)
                        .filter(node -> !node.deleting())
                        .isPresent())
                .filter(voter -> sight.fresh(voter)
                        .filter(status -> sight.isSynced(status)
                                && status.intact()
                                && !status.shuttingDown()
                                && status.priority() > 0)
                        .isPresent())
                .toList();
    }

    /// The one that suits best: of the current revision, then by priority, then the lowest ordinal. Offsets do
    /// not matter here, since the switchover waits until they meet.
    public static Optional<Voter> best(Sight sight) {
        return all(sight).stream()
                .min(Comparator.comparing((Voter voter) -> !sight.observed()
                                .node(voter.name())
                                .orElseThrow()
                                .revision()
                                .equals(sight.intent().revision()))
                        .thenComparingInt(
                                voter -> sight.fresh(voter).orElseThrow().priority())
                        .thenComparingInt(voter -> SetIntent.ordinalOf(voter.name())));
    }
}
