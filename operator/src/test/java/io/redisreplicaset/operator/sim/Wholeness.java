package io.redisreplicaset.operator.sim;

import io.redisreplicaset.operator.topology.MasterRecord;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Voter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a set looks like that needs nothing: the record is at rest, its master takes writes, and every wanted node
/// is a voter and follows.
final class Wholeness {
    private final Sim sim;

    Wholeness(Sim sim) {
        this.sim = sim;
    }

    boolean is() {
        return missing().isEmpty();
    }

    /// What it still needs; empty for nothing.
    String missing() {
        SetRecord record = sim.store().record();
        if (record.attempt().isPresent()
                || record.unfinished().isPresent()
                || record.master().isEmpty()) {
            return "the record is not at rest";
        }
        if (isUpdating(record)) {
            return "an update is under way";
        }
        MasterRecord master = record.master().get();
        Optional<NodeProcess> process = sim.cluster().process(master.node().name());
        if (process.filter(node -> node.isMaster() && node.data().end().epoch() == master.epoch())
                .isEmpty()) {
            return "the recorded master is none";
        }
        if (process.get().now() >= process.get().membership().writesOpenUntilNanos()) {
            return "the master takes no writes";
        }
        Set<String> names = sim.cluster().pods().stream().map(Pod::name).collect(Collectors.toSet());
        if (!names.equals(Set.copyOf(sim.intent().names()))) {
            return "wanted are " + sim.intent().names() + ", there are " + names;
        }
        return missingFollower(record, process.get());
    }

    private boolean isUpdating(SetRecord record) {
        // The only node of a set without disks is never replaced: its data would be lost.
        boolean isLeftAlone = sim.intent().replicas() == 1 && !sim.intent().persistent();
        boolean isOutdated = sim.cluster().pods().stream()
                .anyMatch(pod -> !pod.revision().equals(sim.intent().revision()));
        return !isLeftAlone && (isOutdated || record.updatingTo().isPresent());
    }

    private String missingFollower(SetRecord record, NodeProcess master) {
        List<String> voters =
                record.config().voters().stream().map(Voter::nodeId).toList();
        for (Pod pod : sim.cluster().pods()) {
            Optional<NodeProcess> node = pod.process();
            if (node.isEmpty() || !voters.contains(node.get().membership().nodeId())) {
                return pod.name() + " is no voter";
            }
            if (!node.get().equals(master) && !node.get().upstream().isUp()) {
                return pod.name() + " follows nobody";
            }
        }
        return voters.size() == sim.intent().replicas() ? "" : "there are " + voters.size() + " voters";
    }

    boolean holdsTheSame() {
        return sim.cluster().pods().stream()
                        .flatMap(pod -> pod.process().stream())
                        .map(node -> node.data().end().hash())
                        .distinct()
                        .count()
                == 1;
    }
}
