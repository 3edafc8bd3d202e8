package io.redisreplicaset.operator.failover;

import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.Deadlines;
import io.redisreplicaset.operator.topology.MasterRecord;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.ObservedNode;
import io.redisreplicaset.operator.topology.PeerReport;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Sight;
import io.redisreplicaset.operator.topology.TopologyPlanner;
import io.redisreplicaset.operator.topology.Voter;
import io.redisreplicaset.operator.topology.VoterGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Roles are read from the nodes: a node that is master of a later epoch than the record knows one of is right,
/// and the record is behind. That is so where a coordinator ended between the promotion and the record, and
/// where the record itself was lost or came back from a backup.
final class Adoption {
    private final Sight sight;

    Adoption(Sight sight) {
        this.sight = sight;
    }

    Optional<FailoverStep> step(CoordinatorMemory memory) {
        SetRecord record = sight.record();
        long known = record.master().map(MasterRecord::epoch).orElse(0L);
        for (ObservedNode node : sight.observed().nodes()) {
            Optional<NodeStatus> status = sight.fresh(node)
                    .filter(seen -> seen.role() == NodeRole.MASTER)
                    .filter(seen -> seen.epoch() > known && seen.epoch() >= record.targetedEpoch());
            if (status.isPresent()) {
                return adopt(node, status.get(), memory);
            }
        }
        return Optional.empty();
    }

    private Optional<FailoverStep> adopt(ObservedNode node, NodeStatus status, CoordinatorMemory memory) {
        SetRecord record = sight.record();
        boolean isOfThisRecord = status.epoch() == record.targetedEpoch();
        Optional<VoterGroup> told = isOfThisRecord ? Optional.empty() : votersOf(status);
        if (!isOfThisRecord && told.isEmpty()) {
            return Optional.of(waiting(node, status, memory));
        }
        SetRecord next = record.withMaster(
                new MasterRecord(new Voter(status.nodeId(), node.name()), status.epoch()), status.rootEpoch());
        if (told.isPresent()) {
            next = next.withVoters(told.get(), Optional.empty());
        }
        String words = node.name() + " is master of epoch " + status.epoch() + ", which the set's record did not know";
        return Optional.of(new FailoverStep(
                List.of(new Action.SaveRecord(
                        record.version(), next, List.of(Action.emit(Reason.MASTER_ELECTED, words, node.name())))),
                memory,
                Phase.RUNNING,
                words));
    }

    /// Whatever the record says was overtaken, and nobody can tell by what: every step from here could lose what
    /// that master has committed.
    private FailoverStep waiting(ObservedNode node, NodeStatus status, CoordinatorMemory memory) {
        String why = node.name() + " is master of epoch " + status.epoch()
                + ", which the set's record does not know, and not all of its voters can be found";
        List<Action> actions = new ArrayList<>();
        actions.add(Action.emit(Reason.FAILOVER_BLOCKED, why, node.name()));
        actions.addAll(TopologyPlanner.whileUnsettled(sight));
        actions.add(new Action.WaitUntil(sight.now().plus(Deadlines.COMMAND_RETRY), why));
        return new FailoverStep(actions, memory, Phase.BLOCKED, why);
    }

    /// The voters that the master names, where every one of them can be found.
    private Optional<VoterGroup> votersOf(NodeStatus master) {
        Map<String, String> names = new HashMap<>();
        for (ObservedNode node : sight.observed().nodes()) {
            node.status().known().ifPresent(status -> names.put(status.nodeId(), node.name()));
        }
        for (PeerReport peer : master.peers()) {
            names.putIfAbsent(peer.nodeId(), peer.name());
        }
        List<Voter> voters = new ArrayList<>();
        for (String nodeId : master.voters()) {
            String name = names.get(nodeId);
            if (name == null) {
                return Optional.empty();
            }
            voters.add(new Voter(nodeId, name));
        }
        return Optional.of(new VoterGroup(voters, master.writeQuorum()));
    }
}
