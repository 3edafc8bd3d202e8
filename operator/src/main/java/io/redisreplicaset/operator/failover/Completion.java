package io.redisreplicaset.operator.failover;

import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.Action.Emit;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.LastFailover;
import io.redisreplicaset.operator.topology.MasterRecord;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.ObservedNode;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Sight;
import io.redisreplicaset.operator.topology.TopologyPlanner;
import io.redisreplicaset.operator.topology.Voter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The end of an attempt whose target is master: the others follow, clients are led to it, the record names it.
/// All at once, since none of it waits for another; what is missed here, the planner does when the set is at
/// rest. Any coordinator may do this, whoever made the attempt.
final class Completion {
    private final Sight sight;
    private final Attempt attempt;
    private final Voter target;
    private final CoordinatorMemory memory;
    private final boolean isOwn;

    Completion(Sight sight, Attempt attempt, CoordinatorMemory memory) {
        this.sight = sight;
        this.memory = memory;
        this.isOwn = memory.owns(attempt);
        this.attempt = attempt;
        this.target = attempt.target().orElseThrow();
    }

    FailoverStep step() {
        MasterRecord master = new MasterRecord(target, attempt.epoch());
        SetRecord next = sight.record().withMaster(master, sight.record().rootEpoch());
        ObservedNode node = sight.observed().node(target.name()).orElseThrow();
        if (attempt.kind().replacesMaster()) {
            next = next.withLastFailover(lastFailover());
        }
        List<Action> actions = new ArrayList<>();
        actions.addAll(labels(node));
        actions.addAll(TopologyPlanner.follows(sight.with(next), node));
        actions.add(new Action.SaveRecord(sight.record().version(), next, events()));
        return new FailoverStep(
                actions, memory, Phase.RUNNING, target.name() + " is master of epoch " + attempt.epoch());
    }

    private List<Action> labels(ObservedNode node) {
        List<Action> actions = new ArrayList<>();
        // The label that leads writes astray is taken away first where the order is kept at all.
        sight.observed().nodes().stream()
                .filter(other -> !other.name().equals(target.name()))
                .filter(other -> other.label().equals(Optional.of(NodeRole.MASTER)))
                .forEach(other -> actions.add(new Action.Label(other.name(), NodeRole.FENCED)));
        if (!node.label().equals(Optional.of(NodeRole.MASTER))) {
            actions.add(new Action.Label(target.name(), NodeRole.MASTER));
        }
        return actions;
    }

    private boolean hasMoved() {
        return !attempt.from().equals(Optional.of(target));
    }

    private LastFailover lastFailover() {
        return new LastFailover(
                attempt.from().map(Voter::name),
                target.name(),
                attempt.reason(),
                attempt.detectMillis(),
                totalMillis(),
                sight.now());
    }

    private long totalMillis() {
        // A coordinator that finishes for another does not subtract the other's clock from its own.
        long ownMillis =
                isOwn ? Duration.between(attempt.startedAt(), sight.now()).toMillis() : 0;
        return attempt.detectMillis() + Math.max(0, ownMillis);
    }

    private List<Emit> events() {
        String words = target.name() + " is master of epoch " + attempt.epoch();
        return switch (attempt.kind()) {
            case BOOTSTRAP -> List.of(Action.emit(Reason.MASTER_ELECTED, words, target.name()));
            case FAILOVER ->
                List.of(Action.emit(
                        Reason.FAILOVER_COMPLETED,
                        words + (hasMoved() ? "" : " again") + ", " + totalMillis() + " ms after the last sign of life"
                                + " of the one before",
                        target.name()));
            case SWITCHOVER -> {
                boolean succeeded = hasMoved();
                yield List.of(Action.emit(
                        succeeded ? Reason.SWITCHOVER_COMPLETED : Reason.SWITCHOVER_FAILED,
                        words + (succeeded ? ", " + totalMillis() + " ms after the start" : " again: it held the most"),
                        target.name()));
            }
            case VOTERS -> List.of();
        };
    }
}
