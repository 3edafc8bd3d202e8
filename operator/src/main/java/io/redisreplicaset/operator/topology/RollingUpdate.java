package io.redisreplicaset.operator.topology;

import io.redisreplicaset.operator.api.Durability;
import io.redisreplicaset.operator.api.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Replaces nodes that were made from another revision: replicas first, from the highest ordinal down, then a
/// switchover, then the old master. One at a time, and each only while every other wanted node serves, has its
/// vote and has been stable: a step that does not come out stops the update by itself.
///
/// Where a deleted node loses its disk and writes are committed by quorum, its vote is taken away first.
/// Otherwise the update itself would use up the failure that the set can bear.
final class RollingUpdate {
    private RollingUpdate() {}

    static Plan plan(Sight sight, ObservedNode master) {
        List<ObservedNode> outdated = outdated(sight);
        Optional<String> updatingTo = sight.record().updatingTo();
        if (outdated.isEmpty()) {
            // Also where the user has gone back to the revision before: then there is nothing left to do.
            return updatingTo.isPresent() ? completion(sight) : new Plan(List.of(), Optional.empty());
        }
        if (!updatingTo.equals(Optional.of(sight.intent().revision()))) {
            return start(sight, outdated.size());
        }
        return nextReplica(sight)
                .map(node -> replaceReplica(sight, node))
                .orElseGet(() -> replaceMaster(sight, master));
    }

    /// The replica whose turn it is to be replaced; it needs no vote any more.
    static Optional<ObservedNode> nextReplica(Sight sight) {
        return outdated(sight).stream()
                .filter(node -> !sight.record().isMaster(node.name()))
                .findFirst();
    }

    private static List<ObservedNode> outdated(Sight sight) {
        return sight.wantedNodes().stream()
                .filter(node -> !node.revision().equals(sight.intent().revision()))
                .sorted(TopologyPlanner.highestOrdinalFirst())
                .toList();
    }

    private static Plan start(Sight sight, int count) {
        String revision = sight.intent().revision();
        return save(
                sight,
                Optional.of(revision),
                Action.emit(Reason.ROLLING_UPDATE_STARTED, count + " nodes are replaced by revision " + revision));
    }

    private static Plan completion(Sight sight) {
        boolean allServe = sight.intent().names().stream().allMatch(name -> serves(sight, name));
        return allServe
                ? save(
                        sight,
                        Optional.empty(),
                        Action.emit(
                                Reason.ROLLING_UPDATE_COMPLETED,
                                "All nodes are at revision " + sight.intent().revision()))
                : waitOrHalt(sight);
    }

    private static Plan save(Sight sight, Optional<String> updatingTo, Action.Emit event) {
        SetRecord record = sight.record();
        return new Plan(
                List.of(new Action.SaveRecord(record.version(), record.withUpdatingTo(updatingTo), List.of(event))),
                Optional.empty());
    }

    private static Plan replaceReplica(Sight sight, ObservedNode node) {
        boolean othersServe = sight.intent().names().stream()
                .filter(name -> !name.equals(node.name()))
                .allMatch(name -> serves(sight, name));
        if (!othersServe || node.deleting()) {
            return waitOrHalt(sight);
        }
        Optional<Voter> voter = sight.record().config().named(node.name());
        boolean losesItsDisk = !sight.intent().persistent() && sight.intent().durability() == Durability.QUORUM;
        if (voter.isPresent() && losesItsDisk) {
            Wish.ChangeVoters wish =
                    VoterPlan.without(sight, voter.get(), node.name() + " is replaced and loses its disk");
            boolean canBeCommitted = sight.holders(wish.group()) >= wish.group().writeQuorum();
            return new Plan(List.of(), canBeCommitted ? Optional.of(wish) : Optional.empty());
        }
        return new Plan(List.of(delete(sight, node)), Optional.empty());
    }

    private static Plan replaceMaster(Sight sight, ObservedNode master) {
        if (sight.intent().replicas() == 1) {
            return replaceOnlyNode(sight, master);
        }
        boolean othersServe = sight.intent().names().stream().allMatch(name -> serves(sight, name));
        if (!othersServe || SwitchoverTargets.best(sight).isEmpty()) {
            return waitOrHalt(sight);
        }
        return new Plan(
                List.of(), Optional.of(new Wish.Switchover(Optional.empty(), "rolling update of the master's node")));
    }

    private static Plan replaceOnlyNode(Sight sight, ObservedNode only) {
        if (!sight.intent().persistent()) {
            return new Plan(
                    List.of(Action.emit(
                            Reason.ROLLING_UPDATE_HALTED,
                            only.name() + " is the only node and has no persistent disk: replacing it would lose its"
                                    + " data. Scale up, or delete it by hand",
                            only.name())),
                    Optional.empty());
        }
        return only.deleting()
                ? new Plan(List.of(), Optional.empty())
                : new Plan(List.of(delete(sight, only)), Optional.empty());
    }

    private static Action delete(Sight sight, ObservedNode node) {
        return new Action.DeleteNode(
                node.name(), "replaced by revision " + sight.intent().revision());
    }

    /// It exists, answers as what it should be, has its vote, and has been ready for a while.
    private static boolean serves(Sight sight, String name) {
        Optional<ObservedNode> node = sight.observed().node(name);
        Optional<NodeStatus> status = node.flatMap(sight::fresh);
        if (node.isEmpty() || status.isEmpty() || node.get().deleting()) {
            return false;
        }
        boolean isStable = node.get()
                .readySince()
                .filter(since -> !since.plus(Deadlines.STABLE).isAfter(sight.now()))
                .isPresent();
        boolean isMaster = sight.record().isMaster(name) && status.get().role() == NodeRole.MASTER;
        return isStable
                && (isMaster || sight.isSynced(status.get()))
                && sight.record().config().contains(status.get().nodeId())
                && sight.record().unfinished().isEmpty();
    }

    private static Plan waitOrHalt(Sight sight) {
        List<Action> actions = new ArrayList<>();
        for (ObservedNode node : sight.wantedNodes()) {
            Instant patienceEnds = node.seenSince().plus(Deadlines.UPDATE_STEP);
            boolean isNew = node.revision().equals(sight.intent().revision());
            if (isNew && !serves(sight, node.name()) && !patienceEnds.isAfter(sight.now())) {
                actions.add(Action.emit(
                        Reason.ROLLING_UPDATE_HALTED,
                        node.name() + " does not serve " + Deadlines.UPDATE_STEP.toMinutes()
                                + " minutes after it was replaced; no other node is touched until it does",
                        node.name()));
            }
        }
        return new Plan(actions, Optional.empty());
    }
}
