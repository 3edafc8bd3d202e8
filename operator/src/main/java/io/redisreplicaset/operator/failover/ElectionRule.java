package io.redisreplicaset.operator.failover;

import io.redisreplicaset.operator.api.Durability;
import io.redisreplicaset.operator.topology.VoterGroup;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether the promises at hand are enough to choose a master among those who made them. Pure counting.
///
/// In each group of voters:
///
/// - mode quorum: `N - W + 1` intact voters. Any such number shares a node with every `W` that committed a
///   write, and that node still holds it.
/// - mode async: a majority of intact voters; of two voters or one, one. Or all voters are accounted for,
///   intact or not: then nobody else can hold more, and waiting would bring nothing.
/// - either mode: the master of the latest epoch that ever had one, unbroken, is among those who promised. It
///   holds all that was ever committed, and its own promise is what ends its epoch.
///
/// @param promisedIntact disks whose promise counts fully
/// @param promised disks that promised, intact or not
/// @param gone disks that no longer exist
/// @param latestMasterPromised see above
record ElectionRule(
        Durability durability,
        Set<String> promisedIntact,
        Set<String> promised,
        Set<String> gone,
        boolean latestMasterPromised) {
    private static final int FEW_VOTERS = 2;

    ElectionRule {
        promisedIntact = Set.copyOf(promisedIntact);
        promised = Set.copyOf(promised);
        gone = Set.copyOf(gone);
    }

    /// Empty where the promises are enough in every group; else what is missing.
    Optional<String> lacking(List<VoterGroup> groups) {
        if (latestMasterPromised) {
            return Optional.empty();
        }
        return groups.stream().flatMap(group -> lackingIn(group).stream()).findFirst();
    }

    private Optional<String> lackingIn(VoterGroup group) {
        int needed = needed(group);
        long have = group.nodeIds().stream().filter(promisedIntact::contains).count();
        boolean isEnough = have >= needed || (durability == Durability.ASYNC && allAreAccountedFor(group));
        return isEnough
                ? Optional.empty()
                : Optional.of(needed + " intact of " + group.size() + " voters are needed, " + have + " there");
    }

    int needed(VoterGroup group) {
        return switch (durability) {
            case QUORUM -> group.electionQuorum();
            case ASYNC -> group.size() <= FEW_VOTERS ? 1 : group.majority();
        };
    }

    /// No disk of the group is out of sight.
    boolean allAreAccountedFor(VoterGroup group) {
        return group.nodeIds().stream().allMatch(id -> promised.contains(id) || gone.contains(id))
                && group.nodeIds().stream().anyMatch(promised::contains);
    }
}
