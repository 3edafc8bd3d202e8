package io.redisreplicaset.operator.failover;

import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.failover.Election.Standing;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.Action.Emit;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.Attempt.Kind;
import io.redisreplicaset.operator.topology.Deadlines;
import io.redisreplicaset.operator.topology.Fact;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.ObservedNode;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Sight;
import io.redisreplicaset.operator.topology.Voter;
import io.redisreplicaset.operator.topology.VoterGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The next step of an attempt that this coordinator reserved itself.
final class OpenAttempt {
    private final Sight sight;
    private final SetRecord record;
    private final Attempt attempt;
    private final CoordinatorMemory memory;

    OpenAttempt(Sight sight, Attempt attempt, CoordinatorMemory memory) {
        this.sight = sight;
        this.record = sight.record();
        this.attempt = attempt;
        this.memory = memory;
    }

    FailoverStep step() {
        return switch (attempt.stage()) {
            case PAUSING -> isFencing() ? fence() : new PausedMaster(sight, attempt).step(this);
            case FENCING -> fence();
            case PROMOTING -> promote();
        };
    }

    // ------------------------------------------------------------------ fencing

    /// Somebody has promised this epoch already: a switchover that has come so far does not turn back.
    private boolean isFencing() {
        return sight.observed().nodes().stream()
                .flatMap(node -> node.status().known().stream())
                .anyMatch(this::hasPromised);
    }

    private boolean hasPromised(NodeStatus status) {
        return status.hasPromised(attempt.epoch(), memory.coordinator());
    }

    private Election election() {
        // A first start was reserved when enough had answered; who promised since is what there is.
        return new Election(sight, attempt.kind(), attempt.target(), attempt.votersToBe(), true);
    }

    FailoverStep fence() {
        Election election = election();
        Standing standing = election.standing(attempt.epoch(), memory.coordinator());
        if (standing instanceof Standing.Superseded(long epoch)) {
            return giveUp("epoch " + epoch + " was promised to somebody else", memory);
        }
        List<ObservedNode> missing = election.electorate().stream()
                .filter(node -> node.status().known().filter(this::hasPromised).isEmpty())
                .toList();
        boolean isComplete = missing.stream().noneMatch(this::willAnswer);
        if (standing instanceof Standing.Won won && (isComplete || isOver())) {
            return writeTarget(won);
        }
        // A change of voters rests on one promise, the master's. Where that was not enough, no more will come.
        boolean isHopeless = attempt.kind() == Kind.VOTERS && missing.isEmpty() && !election.isWayOut();
        if (isOver() || isHopeless) {
            String why = standing instanceof Standing.Lacking(String lacking, boolean _) ? lacking : "no answer";
            return giveUp(why, memory.afterFailure(sight.now()));
        }
        List<Action> actions = new ArrayList<>();
        record.master()
                .map(master -> master.node().name())
                .filter(this::mustLoseItsLabel)
                .ifPresent(name -> actions.add(new Action.Label(name, NodeRole.FENCED)));
        missing.stream()
                .filter(this::mayBeAsked)
                .forEach(node -> actions.add(new Action.Fence(node.name(), attempt.epoch())));
        if (missing.isEmpty() && election.isWayOut()) {
            // What is missing is only that the others catch up with a master that stands still.
            votersToBe().forEach(voter -> actions.add(new Action.Ask(voter.name())));
            return waitingShortly(actions, "waiting for the new voters to hold everything");
        }
        return waiting(actions, "gathering promises of epoch " + attempt.epoch());
    }

    private List<Voter> votersToBe() {
        return attempt.votersToBe().map(VoterGroup::voters).orElse(List.of());
    }

    /// The old master's label goes first of all, and at the same time as the fencing: no client is led to it
    /// while nobody may write. A change of voters stays on the same master, and keeps it.
    private boolean mustLoseItsLabel(String master) {
        return attempt.kind() != Kind.VOTERS
                && sight.observed()
                        .node(master)
                        .flatMap(ObservedNode::label)
                        .filter(label -> label == NodeRole.MASTER)
                        .isPresent();
    }

    /// It was there a moment ago and has neither promised nor failed to: its answer is worth the wait.
    private boolean willAnswer(ObservedNode node) {
        return sight.fresh(node).isPresent() && !node.hasRefused("FENCE", attempt.epoch());
    }

    /// Asked once in any case, and again after a while where it did not answer or refused.
    private boolean mayBeAsked(ObservedNode node) {
        boolean triedLately = node.status() instanceof Fact.Unknown<NodeStatus>(String _, Instant at)
                && !at.isBefore(attempt.startedAt())
                && at.plus(Deadlines.COMMAND_RETRY).isAfter(sight.now());
        return !triedLately && !sight.wasRefusedLately(node, "FENCE");
    }

    private FailoverStep writeTarget(Standing.Won won) {
        VoterGroup votersToBe = won.votersToBe();
        SetRecord next = record.withTarget(attempt.promoting(won.target(), votersToBe), won.rootEpoch());
        if (won.replacesAllVoters()) {
            next = next.withVoters(VoterGroup.NONE, Optional.of(votersToBe));
        } else if (!votersToBe.isSameAs(record.config())) {
            next = next.withVoters(record.config(), Optional.of(votersToBe));
        }
        List<Emit> events = attempt.kind() == Kind.VOTERS
                ? List.of()
                : List.of(Action.emit(
                        Reason.FAILOVER_TARGET_SELECTED,
                        won.target().name() + " " + won.how() + "; it becomes master of epoch " + attempt.epoch(),
                        won.target().name()));
        return save(next, events, memory, "promoting " + won.target().name());
    }

    // ------------------------------------------------------------------ promoting

    private FailoverStep promote() {
        Voter target = attempt.target().orElseThrow();
        VoterGroup voters = attempt.votersToBe().orElseThrow();
        Optional<ObservedNode> node = sight.observed().node(target.name());
        Optional<NodeStatus> status = sight.observed().statusOf(target);
        if (status.filter(known -> known.isMasterOf(attempt.epoch())).isPresent()) {
            return new Completion(sight, attempt, memory.afterSuccess()).step();
        }
        Optional<String> obstacle = obstacle(target, node, status);
        if (obstacle.isPresent()) {
            return giveUp(obstacle.get(), memory.afterFailure(sight.now()));
        }
        List<Action> actions = new ArrayList<>();
        if (node.filter(this::mayBeAsked).isPresent()) {
            actions.add(new Action.Promote(
                    target.name(),
                    attempt.epoch(),
                    voters.writeQuorum(),
                    voters.voters().stream().map(Voter::nodeId).toList()));
        }
        return waiting(actions, "promoting " + target.name() + " in epoch " + attempt.epoch());
    }

    private Optional<String> obstacle(Voter target, Optional<ObservedNode> node, Optional<NodeStatus> status) {
        if (status.filter(known -> known.promisedEpoch() > attempt.epoch()).isPresent()) {
            return Optional.of(target.name() + " promised a later epoch");
        }
        if (node.filter(seen -> seen.hasRefused("PROMOTE", attempt.epoch())).isPresent()) {
            return Optional.of(target.name() + " refused: "
                    + node.flatMap(ObservedNode::refusal).orElseThrow().error());
        }
        if (sight.isGone(target)) {
            return Optional.of(target.name() + " came back on another disk");
        }
        return isOver() ? Optional.of(target.name() + " did not become master in time") : Optional.empty();
    }

    // ------------------------------------------------------------------ ends

    private boolean isOver() {
        return !attempt.startedAt().plus(Deadlines.ATTEMPT).isAfter(sight.now());
    }

    /// One of the two exits. What was promised stays promised: the next attempt takes a later epoch.
    FailoverStep giveUp(String why, CoordinatorMemory next) {
        return save(
                record.withAttempt(Optional.empty()),
                List.of(abortEvent(attempt, why)),
                next,
                "attempt of epoch " + attempt.epoch() + " was given up: " + why);
    }

    static Emit abortEvent(Attempt attempt, String why) {
        Reason reason = attempt.kind() == Kind.SWITCHOVER ? Reason.SWITCHOVER_FAILED : Reason.FAILOVER_ABORTED;
        return Action.emit(
                reason, "The " + attempt.kind().words() + " of epoch " + attempt.epoch() + " was given up: " + why);
    }

    private FailoverStep save(SetRecord next, List<Emit> events, CoordinatorMemory nextMemory, String doing) {
        return new FailoverStep(
                List.of(new Action.SaveRecord(record.version(), next, events)), nextMemory, phase(attempt), doing);
    }

    FailoverStep waiting(List<Action> actions, String doing) {
        List<Action> all = new ArrayList<>(actions);
        Instant next = sight.now().plus(Deadlines.COMMAND_RETRY);
        Instant deadline = attempt.startedAt().plus(Deadlines.ATTEMPT);
        all.add(new Action.WaitUntil(next.isAfter(deadline) && deadline.isAfter(sight.now()) ? deadline : next, doing));
        return new FailoverStep(all, memory, phase(attempt), doing);
    }

    FailoverStep waitingShortly(List<Action> actions, String doing) {
        List<Action> all = new ArrayList<>(actions);
        all.add(new Action.WaitUntil(sight.now().plus(Deadlines.SWITCHOVER_POLL), doing));
        return new FailoverStep(all, memory, phase(attempt), doing);
    }

    CoordinatorMemory memory() {
        return memory;
    }

    static Phase phase(Attempt attempt) {
        return switch (attempt.kind()) {
            case BOOTSTRAP -> Phase.CREATING;
            case FAILOVER -> Phase.FAILING_OVER;
            case SWITCHOVER -> Phase.SWITCHING_OVER;
            case VOTERS -> Phase.RUNNING;
        };
    }
}
