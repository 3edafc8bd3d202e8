package io.redisreplicaset.operator.resource;

import io.redisreplicaset.operator.api.ConditionStatus;
import io.redisreplicaset.operator.api.ConditionType;
import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.Problem;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.api.SetCondition;
import io.redisreplicaset.operator.failover.FailoverStep;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.ObservedNode;
import io.redisreplicaset.operator.topology.Sight;
import io.redisreplicaset.operator.topology.VoterGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What holds of a set and what does not, in the words that `kubectl describe` shows.
public final class ConditionReport {
    private static final String NO_MASTER = "NoMaster";

    private final Sight sight;
    private final FailoverStep step;
    private final long generation;

    private ConditionReport(Sight sight, FailoverStep step, long generation) {
        this.sight = sight;
        this.step = step;
        this.generation = generation;
    }

    /// All conditions of a set that is looked after.
    static List<SetCondition> of(Sight sight, FailoverStep step, long generation) {
        ConditionReport report = new ConditionReport(sight, step, generation);
        return List.of(
                accepted(sight.now(), generation),
                report.ready(),
                report.masterAvailable(),
                report.replicationHealthy(),
                report.quorumMet(),
                report.progressing(),
                report.dataLossRisk(),
                paused(false, sight.now(), generation));
    }

    public static SetCondition accepted(Instant now, long generation) {
        return new SetCondition(
                ConditionType.ACCEPTED, ConditionStatus.TRUE, "Valid", "The spec is valid", now, generation);
    }

    /// The spec is not valid, and nothing of the set is touched.
    public static SetCondition refused(List<Problem> problems, Instant now, long generation) {
        String message = problems.stream().map(Problem::sentence).collect(Collectors.joining("; "));
        return new SetCondition(
                ConditionType.ACCEPTED, ConditionStatus.FALSE, Reason.SPEC_REJECTED.word(), message, now, generation);
    }

    public static SetCondition paused(boolean isPaused, Instant now, long generation) {
        return new SetCondition(
                ConditionType.PAUSED,
                ConditionStatus.of(isPaused),
                isPaused ? Reason.PAUSED.word() : "NotPaused",
                isPaused
                        ? "spec.paused is true: no failover, no repair, no change of any kind"
                        : "The operator looks after the set",
                now,
                generation);
    }

    private SetCondition condition(ConditionType type, boolean holds, String reason, String message) {
        return new SetCondition(type, ConditionStatus.of(holds), reason, message, sight.now(), generation);
    }

    private SetCondition ready() {
        int wanted = sight.intent().replicas();
        long ready = sight.wantedNodes().stream().filter(ObservedNode::isReady).count();
        String count = ready + " of " + wanted + " nodes are ready";
        if (ready < wanted) {
            return condition(ConditionType.READY, false, "NodesNotReady", count);
        }
        boolean holds = sight.servingMaster().isPresent();
        return condition(
                ConditionType.READY,
                holds,
                holds ? "AllNodesReady" : NO_MASTER,
                holds ? count : count + ", and none of them serves as master");
    }

    private SetCondition masterAvailable() {
        Optional<NodeStatus> master = sight.servingMaster();
        String name = sight.record().master().map(known -> known.node().name()).orElse("");
        if (master.isEmpty()) {
            String message = name.isEmpty() ? "The set has no master yet" : name + " does not serve as master";
            return condition(ConditionType.MASTER_AVAILABLE, false, NO_MASTER, message + ": " + step.phaseReason());
        }
        boolean takesWrites = master.get().writesOpen() || master.get().paused();
        return condition(
                ConditionType.MASTER_AVAILABLE,
                takesWrites,
                takesWrites ? "MasterServes" : "WritesClosed",
                takesWrites
                        ? name + " is master of epoch " + master.get().epoch()
                        : name + " is master of epoch " + master.get().epoch()
                                + " and takes no writes: it hears no majority of the set");
    }

    private SetCondition replicationHealthy() {
        List<String> lacking = new ArrayList<>();
        for (String name : sight.intent().names()) {
            if (!sight.record().isMaster(name)) {
                replicaFault(name).ifPresent(fault -> lacking.add(name + " " + fault));
            }
        }
        return condition(
                ConditionType.REPLICATION_HEALTHY,
                lacking.isEmpty(),
                lacking.isEmpty() ? "AllReplicasSynced" : "ReplicasBehind",
                lacking.isEmpty()
                        ? (sight.intent().replicas() - 1) + " replicas hold the master's history and follow it"
                        : String.join("; ", lacking));
    }

    private Optional<String> replicaFault(String name) {
        Optional<ObservedNode> node = sight.observed().node(name);
        if (node.isEmpty()) {
            return Optional.of("does not exist");
        }
        Optional<NodeStatus> status = sight.fresh(node.get());
        if (status.isEmpty()) {
            return Optional.of("does not answer");
        }
        if (sight.isSynced(status.get())) {
            return Optional.empty();
        }
        return Optional.of(
                switch (status.get().linkStatus()) {
                    case SYNC -> "copies the data of " + upstream(status.get());
                    case UP -> "has not reached the present epoch yet";
                    case DOWN -> "has no link to " + upstream(status.get());
                    case NONE -> "is " + status.get().role().word() + " and follows nobody yet";
                });
    }

    private String upstream(NodeStatus replica) {
        return replica.upstream().map(sight.observed()::nameAt).orElse("its upstream");
    }

    private SetCondition quorumMet() {
        List<VoterGroup> groups = sight.record().groups();
        if (groups.isEmpty()) {
            return condition(ConditionType.QUORUM_MET, false, "NoVoters", "The set has no voters yet");
        }
        List<String> counts = new ArrayList<>();
        boolean holds = true;
        for (VoterGroup group : groups) {
            long answering = group.voters().stream()
                    .filter(voter -> sight.fresh(voter).isPresent())
                    .count();
            int needed = Math.max(group.writeQuorum(), group.electionQuorum());
            holds &= answering >= needed;
            counts.add(answering + " of " + group.size() + " voters answer, " + needed + " are needed");
        }
        return condition(
                ConditionType.QUORUM_MET, holds, holds ? "VotersAnswer" : "VotersMissing", String.join("; ", counts));
    }

    private SetCondition progressing() {
        Phase phase = step.phase();
        boolean holds = sight.record().attempt().isPresent()
                || switch (phase) {
                    case CREATING, FAILING_OVER, SWITCHING_OVER, UPDATING, SCALING -> true;
                    case RUNNING, DEGRADED, BLOCKED, PAUSED, INVALID -> false;
                };
        return condition(ConditionType.PROGRESSING, holds, holds ? phase.word() : "AtRest", step.phaseReason());
    }

    private SetCondition dataLossRisk() {
        Optional<String> risk = step.actions().stream()
                .filter(action -> action instanceof Action.Emit emit && emit.reason() == Reason.DATA_LOSS_RISK)
                .map(action -> ((Action.Emit) action).message())
                .findFirst();
        return condition(
                ConditionType.DATA_LOSS_RISK,
                risk.isPresent(),
                risk.isPresent() ? Reason.DATA_LOSS_RISK.word() : "NoRisk",
                risk.orElse("Nothing waits for a person's decision"));
    }
}
