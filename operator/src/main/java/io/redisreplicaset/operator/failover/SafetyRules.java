package io.redisreplicaset.operator.failover;

import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Sight;
import java.util.List;
import java.util.Optional;

/// What no step may ever do, checked on every step, in production too: it costs a few comparisons. A step that
/// breaks a rule is our own bug, and is not carried out.
final class SafetyRules {
    private SafetyRules() {}

    /// @throws IllegalStateException naming the rule
    static FailoverStep checked(Sight sight, FailoverStep step) {
        SetRecord record = sight.record();
        String coordinator = step.memory().coordinator();
        require(count(step, Action.SaveRecord.class) <= 1, "one step saves the record at most once", step);
        require(count(step, Action.Promote.class) <= 1, "one step promotes at most one node", step);
        long masters = step.actions().stream()
                .filter(action -> action instanceof Action.Label label && label.role() == NodeRole.MASTER)
                .count();
        require(masters <= 1, "one step labels at most one node as master", step);
        for (Action action : step.actions()) {
            switch (action) {
                case Action.SaveRecord save -> checkRecord(record, save, step);
                case Action.Fence fence ->
                    require(
                            isOwnAttempt(record.attempt(), coordinator, fence.epoch()),
                            "only who reserved an epoch asks for promises in it",
                            step);
                case Action.Promote promote ->
                    require(
                            isWritten(record.attempt(), coordinator, promote),
                            "only the written target is promoted, by who wrote it, with the written voters",
                            step);
                case Action.DeleteNode delete -> checkDeparture(sight, delete, step);
                case Action.Follow _,
                        Action.Pause _,
                        Action.Peers _,
                        Action.Ask _,
                        Action.Label _,
                        Action.CreateNode _,
                        Action.Emit _,
                        Action.WaitUntil _ -> {}
            }
        }
        return step;
    }

    private static void checkRecord(SetRecord before, Action.SaveRecord save, FailoverStep step) {
        SetRecord after = save.record();
        require(save.expectedVersion().equals(before.version()), "a record replaces the one that was read", step);
        require(after.epoch() >= before.epoch(), "the reserved epoch never goes down", step);
        require(after.targetedEpoch() >= before.targetedEpoch(), "the targeted epoch never goes down", step);
        require(after.targetedEpoch() <= after.epoch(), "no epoch has a target that was not reserved", step);
        boolean isNewAttempt = after.attempt().isPresent()
                && !before.attempt().map(Attempt::epoch).equals(after.attempt().map(Attempt::epoch));
        require(
                !isNewAttempt || after.epoch() > before.epoch(),
                "every attempt has an epoch of its own, above all before it",
                step);
        boolean wasBegun = before.isInitialized();
        require(!wasBegun || after.isInitialized(), "a set that was begun stays begun", step);
    }

    private static void checkDeparture(Sight sight, Action.DeleteNode delete, FailoverStep step) {
        boolean isOnlyNode = sight.intent().replicas() == 1 && sight.intent().persistent();
        require(
                !sight.record().isMaster(delete.node()) || isOnlyNode,
                "the master is not deleted while it is one",
                step);
        require(sight.record().attempt().isEmpty(), "nothing is deleted while an attempt is open", step);
        boolean hasVote = sight.record().groups().stream()
                .anyMatch(group -> group.named(delete.node()).isPresent());
        require(
                !hasVote || sight.intent().wants(delete.node()),
                "a node that goes for good has no vote any more",
                step);
    }

    private static boolean isOwnAttempt(Optional<Attempt> attempt, String coordinator, long epoch) {
        return attempt.filter(open -> open.coordinator().equals(coordinator) && open.epoch() == epoch)
                .isPresent();
    }

    private static boolean isWritten(Optional<Attempt> attempt, String coordinator, Action.Promote promote) {
        return isOwnAttempt(attempt, coordinator, promote.epoch())
                && attempt.filter(open -> open.stage() == Attempt.Stage.PROMOTING
                                && open.target()
                                        .filter(target -> target.name().equals(promote.node()))
                                        .isPresent()
                                && open.votersToBe()
                                        .filter(group -> group.writeQuorum() == promote.writeQuorum()
                                                && group.nodeIds().equals(java.util.Set.copyOf(promote.voters())))
                                        .isPresent())
                        .isPresent();
    }

    private static long count(FailoverStep step, Class<? extends Action> kind) {
        return step.actions().stream().filter(kind::isInstance).count();
    }

    private static void require(boolean holds, String rule, FailoverStep step) {
        if (!holds) {
            List<Action> actions = step.actions();
            throw new IllegalStateException("safety rule broken: " + rule + "; step: " + actions);
        }
    }
}
