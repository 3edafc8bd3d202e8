package io.redisreplicaset.operator.sim;

import io.redisreplicaset.datanode.membership.MembershipStatus;
import io.redisreplicaset.datanode.membership.Role;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Voter;
import io.redisreplicaset.operator.topology.VoterGroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the set could do if every coordinator did the best, by looking where no coordinator can: into all
/// processes at once.
final class Prospects {
    private final Sim sim;
    private final SetRecord record;
    private final Map<String, MembershipStatus> byDisk = new HashMap<>();

    Prospects(Sim sim) {
        this.sim = sim;
        this.record = sim.store().record();
        for (Pod pod : sim.cluster().pods()) {
            pod.process().ifPresent(process -> {
                MembershipStatus status = process.membership().status(process.now());
                byDisk.put(status.nodeId(), status);
            });
        }
    }

    /// How many wanted nodes are of no use at this moment, or have not proved yet that they are.
    long hurt() {
        return sim.intent().names().stream()
                .filter(name -> sim.cluster()
                        .process(name)
                        .filter(process -> !process.pod().isFrozen())
                        .map(process -> byDisk.get(process.membership().nodeId()))
                        .filter(status -> status.intact() && record.config().contains(status.nodeId()))
                        .isEmpty())
                .count();
    }

    /// How many may be hurt with writes and elections still going on.
    int bearable() {
        if (!record.isInitialized()) {
            return 0;
        }
        int bearable = Integer.MAX_VALUE;
        for (VoterGroup group : record.groups()) {
            int forWrites = group.size() - group.writeQuorum();
            int forElections = group.writeQuorum() - 1;
            bearable = Math.min(bearable, Math.min(forWrites, forElections));
        }
        return sim.settings().holdsReplies() ? bearable : (sim.intent().replicas() - 1) / 2;
    }

    /// Whether an election could be won now, or a master serves: then the set must find its way by itself.
    boolean areGood() {
        if (!record.isInitialized()) {
            return true;
        }
        if (byDisk.values().stream().anyMatch(this::isForeign)) {
            return false;
        }
        if (unbrokenMaster().isPresent()) {
            return true;
        }
        boolean anyHistory = record.groups().stream()
                .flatMap(group -> group.voters().stream())
                .map(voter -> byDisk.get(voter.nodeId()))
                .anyMatch(status -> status != null && status.rootEpoch() > 0);
        return anyHistory && record.groups().stream().allMatch(this::canElect);
    }

    private boolean canElect(VoterGroup group) {
        List<MembershipStatus> there = group.voters().stream()
                .flatMap(voter -> Optional.ofNullable(byDisk.get(voter.nodeId())).stream())
                .toList();
        long intact = there.stream().filter(MembershipStatus::intact).count();
        if (sim.settings().holdsReplies()) {
            return intact >= group.electionQuorum();
        }
        int needed = group.size() <= 2 ? 1 : group.majority();
        return intact >= needed || (!there.isEmpty() && group.voters().stream().allMatch(this::isAccountedFor));
    }

    /// It is there, or another disk answers in its place.
    private boolean isAccountedFor(Voter voter) {
        return byDisk.containsKey(voter.nodeId())
                || sim.cluster().process(voter.name()).isPresent();
    }

    /// A node that holds data of another beginning, which nobody but the user may throw away.
    private boolean isForeign(MembershipStatus status) {
        return status.rootEpoch() > 0 && status.rootEpoch() != record.rootEpoch();
    }

    Optional<MembershipStatus> unbrokenMaster() {
        long latest = record.targetedEpoch();
        return byDisk.values().stream()
                .filter(status -> latest > 0 && status.epoch() == latest)
                .filter(status -> status.role() == Role.MASTER || status.role() == Role.FENCED)
                .filter(status -> record.isVoter(status.nodeId()))
                .findFirst();
    }
}
