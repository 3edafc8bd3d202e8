package io.redisreplicaset.operator.failover;

import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.failover.Election.Standing;
import io.redisreplicaset.operator.failover.MasterHealth.Verdict;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.Action.Emit;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.Attempt.Kind;
import io.redisreplicaset.operator.topology.Attempt.Stage;
import io.redisreplicaset.operator.topology.Deadlines;
import io.redisreplicaset.operator.topology.MasterRecord;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.ObservedNode;
import io.redisreplicaset.operator.topology.Plan;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Sight;
import io.redisreplicaset.operator.topology.SwitchoverTargets;
import io.redisreplicaset.operator.topology.TopologyPlanner;
import io.redisreplicaset.operator.topology.Voter;
import io.redisreplicaset.operator.topology.VoterGroup;
import io.redisreplicaset.operator.topology.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What to do while no attempt is open: nothing, what the planner says, or begin one.
final class AtRest {
    private final Sight sight;
    private final SetRecord record;
    private final CoordinatorMemory memory;

    AtRest(Sight sight, CoordinatorMemory memory) {
        this.sight = sight;
        this.record = sight.record();
        this.memory = memory;
    }

    FailoverStep step() {
        Optional<FailoverStep> adoption = new Adoption(sight).step(memory);
        if (adoption.isPresent()) {
            return adoption.get();
        }
        if (record.groups().isEmpty()) {
            return firstStart();
        }
        return switch (MasterHealth.judge(sight, memory.mastershipAge(sight.now()))) {
            case Verdict.Healthy _ -> serving(Optional.empty());
            case Verdict.Suspected(String why) -> serving(Optional.of(Action.emit(Reason.MASTER_SUSPECTED, why)));
            case Verdict.Dead(String why, long silentMillis) -> withoutMaster(why, silentMillis);
            case Verdict.Vacant(String why) -> withoutMaster(why, 0);
        };
    }

    // ------------------------------------------------------------------ a master serves

    /// A master serves, as far as is known.
    ///
    /// @param suspicion what speaks against it; then it is not asked for more than is needed
    private FailoverStep serving(Optional<Emit> suspicion) {
        if (sight.servingMaster().isEmpty()) {
            List<Action> actions = new ArrayList<>(suspicion.stream().toList());
            actions.addAll(TopologyPlanner.whileUnsettled(sight));
            actions.add(new Action.WaitUntil(
                    sight.now().plus(sight.intent().detectionTimeout().dividedBy(4)), "watching a suspected master"));
            return new FailoverStep(actions, memory, Phase.DEGRADED, "the master is suspected");
        }
        Optional<FailoverStep> settled = settle();
        if (settled.isPresent()) {
            return settled.get();
        }
        ObservedNode master = sight.observed()
                .node(record.master().orElseThrow().node().name())
                .orElseThrow();
        Plan plan = suspicion.isPresent()
                ? TopologyPlanner.carefulPlan(sight, master)
                : TopologyPlanner.plan(sight, master);
        Optional<Wish> wish = stuckVoters().or(plan::wish);
        Optional<FailoverStep> granted =
                memory.isBackingOff(sight.now()) ? Optional.empty() : wish.flatMap(this::grant);
        if (granted.isPresent()) {
            return granted.get();
        }
        List<Action> actions = new ArrayList<>(suspicion.stream().toList());
        actions.addAll(plan.actions());
        memory.backOffUntil()
                .filter(until -> wish.isPresent() && until.isAfter(sight.now()))
                .ifPresent(until -> actions.add(new Action.WaitUntil(until, "waiting after a failed attempt")));
        if (sight.record().updatingTo().isPresent() || record.unfinished().isPresent()) {
            actions.add(new Action.WaitUntil(sight.now().plus(Deadlines.STABLE), "waiting for nodes to be stable"));
        }
        return SetPhase.of(sight, actions, memory);
    }

    /// The marker of the newest group is committed: from now on its voters alone decide.
    private Optional<FailoverStep> settle() {
        NodeStatus master = sight.servingMaster().orElseThrow();
        if (record.unfinished().isEmpty() || master.committedEpoch() < master.epoch()) {
            return Optional.empty();
        }
        Set<String> voters = Set.copyOf(master.voters());
        VoterGroup unfinished = record.unfinished().get();
        boolean isTheNewOne = voters.equals(unfinished.nodeIds()) && master.writeQuorum() == unfinished.writeQuorum();
        boolean isTheOldOne = voters.equals(record.config().nodeIds())
                && master.writeQuorum() == record.config().writeQuorum();
        if (!isTheNewOne && !isTheOldOne) {
            return Optional.empty();
        }
        VoterGroup settled = isTheNewOne ? unfinished : record.config();
        Emit event = Action.emit(
                Reason.VOTERS_CHANGED,
                settled.size() + " voters, " + settled.writeQuorum() + " commit a write: "
                        + String.join(
                                ", ", settled.voters().stream().map(Voter::name).toList()));
        return Optional.of(save(record.withVoters(settled, Optional.empty()), List.of(event), "voters are settled"));
    }

    /// Voters whose marker cannot be committed, since those that are needed are not there: the other group is
    /// tried, under a later epoch, where that one can commit now. Where neither can, because disks of
    /// both are lost, a third group is; [Election] says on what condition.
    private Optional<Wish> stuckVoters() {
        boolean isStuck = memory.unfinishedSince()
                .filter(since -> !since.plus(Deadlines.SETTLE_PATIENCE).isAfter(sight.now()))
                .isPresent();
        if (!isStuck) {
            return Optional.empty();
        }
        VoterGroup unfinished = record.unfinished().orElseThrow();
        Set<String> present = Set.copyOf(sight.servingMaster().orElseThrow().voters());
        boolean isToldTheNewer = present.equals(unfinished.nodeIds());
        VoterGroup told = isToldTheNewer ? unfinished : record.config();
        VoterGroup other = isToldTheNewer ? record.config() : unfinished;
        boolean holdsMaster =
                other.contains(record.master().orElseThrow().node().nodeId());
        if (holdsMaster && sight.holders(other) >= other.writeQuorum()) {
            return Optional.of(new Wish.ChangeVoters(other, "the change of voters cannot be committed"));
        }
        return sight.holders(told) >= told.writeQuorum() ? Optional.empty() : TopologyPlanner.wayOutFor(told, sight);
    }

    /// Begins what the planner wishes for; empty where that could not be brought to an end now.
    private Optional<FailoverStep> grant(Wish wish) {
        Voter master = record.master().orElseThrow().node();
        return switch (wish) {
            case Wish.ChangeVoters(VoterGroup group, String reason) -> changeVoters(master, group, reason);
            case Wish.Switchover(Optional<String> name, String reason) -> {
                Voter target = name.flatMap(wanted -> record.config().named(wanted))
                        .or(() -> SwitchoverTargets.best(sight))
                        .orElseThrow();
                Draft draft = new Draft(
                        Kind.SWITCHOVER,
                        Stage.PAUSING,
                        Optional.of(master),
                        Optional.of(target),
                        Optional.empty(),
                        reason,
                        0);
                Emit event = Action.emit(
                        Reason.SWITCHOVER_STARTED,
                        "From " + master.name() + " to " + target.name() + ": " + reason,
                        target.name());
                yield Optional.of(begin(draft, List.of(event)));
            }
        };
    }

    /// The master's own promise is enough to change the voters, as long as no later epoch has a target: that one may
    /// have been promoted, whatever came of it, and then only the others can tell. They are asked in an ordinary
    /// election, which this master wins where it holds the most.
    private Optional<FailoverStep> changeVoters(Voter master, VoterGroup group, String reason) {
        boolean isLatest = record.master().orElseThrow().epoch() == record.targetedEpoch();
        if (isLatest) {
            return Optional.of(begin(
                    new Draft(
                            Kind.VOTERS,
                            Stage.FENCING,
                            Optional.of(master),
                            Optional.of(master),
                            Optional.of(group),
                            reason,
                            0),
                    List.of()));
        }
        Optional<Voter> preferred = Optional.of(master);
        Standing forecast = new Election(sight, Kind.FAILOVER, preferred, Optional.empty(), true).forecast();
        return forecast instanceof Standing.Won
                ? Optional.of(begin(
                        new Draft(
                                Kind.FAILOVER,
                                Stage.FENCING,
                                Optional.of(master),
                                preferred,
                                Optional.empty(),
                                reason,
                                0),
                        List.of(Action.emit(Reason.FAILOVER_STARTED, reason))))
                : Optional.empty();
    }

    // ------------------------------------------------------------------ no master serves

    private FailoverStep withoutMaster(String why, long silentMillis) {
        if (!mayFailOver()) {
            return blocked(why + "; failover is disabled", false);
        }
        Standing forecast = new Election(sight, Kind.FAILOVER, Optional.empty(), Optional.empty(), true).forecast();
        return switch (forecast) {
            case Standing.Lacking(String lacking, boolean isRisk) -> blocked(why + "; " + lacking, isRisk);
            case Standing.Superseded _ -> throw new IllegalStateException("a forecast cannot be superseded");
            case Standing.Won _ -> memory.isBackingOff(sight.now()) ? backingOff(why) : fail(why, silentMillis);
        };
    }

    /// Without failover a master that was started again may still become master again.
    private boolean mayFailOver() {
        return sight.intent().failoverEnabled()
                || record.master()
                        .filter(master -> sight.fresh(master.node()).isPresent())
                        .isPresent()
                || record.master().isEmpty();
    }

    private FailoverStep fail(String why, long silentMillis) {
        Draft draft = new Draft(
                Kind.FAILOVER,
                Stage.FENCING,
                record.master().map(MasterRecord::node),
                Optional.empty(),
                Optional.empty(),
                why,
                silentMillis);
        return begin(draft, List.of(Action.emit(Reason.FAILOVER_STARTED, why)));
    }

    private FailoverStep firstStart() {
        boolean patienceIsOver =
                !memory.watchingSince().plus(Deadlines.BOOTSTRAP_PATIENCE).isAfter(sight.now());
        Standing forecast =
                new Election(sight, Kind.BOOTSTRAP, Optional.empty(), Optional.empty(), patienceIsOver).forecast();
        return switch (forecast) {
            case Standing.Lacking(String lacking, boolean isRisk) ->
                isRisk
                        ? blocked(lacking, true)
                        : unsettled(Phase.CREATING, lacking, sight.now().plus(Deadlines.COMMAND_RETRY), List.of());
            case Standing.Superseded _ -> throw new IllegalStateException("a forecast cannot be superseded");
            case Standing.Won won ->
                memory.isBackingOff(sight.now())
                        ? backingOff("the first start")
                        : begin(
                                new Draft(
                                        Kind.BOOTSTRAP,
                                        Stage.FENCING,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        "first start: " + won.target().name() + " " + won.how(),
                                        0),
                                List.of());
        };
    }

    private FailoverStep blocked(String why, boolean isRisk) {
        List<Action> events = new ArrayList<>();
        events.add(Action.emit(Reason.FAILOVER_BLOCKED, why));
        if (isRisk) {
            events.add(Action.emit(
                    Reason.DATA_LOSS_RISK,
                    why + ". To go on with what the answering nodes hold: annotation allow-data-loss: "
                            + record.epoch()));
        }
        return unsettled(Phase.BLOCKED, why, sight.now().plus(Deadlines.COMMAND_RETRY), events);
    }

    private FailoverStep backingOff(String why) {
        return unsettled(
                Phase.FAILING_OVER,
                why + "; waiting after a failed attempt",
                memory.backOffUntil().orElseThrow(),
                List.of());
    }

    private FailoverStep unsettled(Phase phase, String why, Instant next, List<Action> events) {
        List<Action> actions = new ArrayList<>(events);
        actions.addAll(TopologyPlanner.whileUnsettled(sight));
        actions.add(new Action.WaitUntil(next, why));
        return new FailoverStep(actions, memory, phase, why);
    }

    // ------------------------------------------------------------------ reservation

    /// An attempt without its epoch, coordinator and time.
    private record Draft(
            Kind kind,
            Stage stage,
            Optional<Voter> from,
            Optional<Voter> target,
            Optional<VoterGroup> votersToBe,
            String reason,
            long detectMillis) {}

    /// Reserves an epoch above every one that was ever heard of. Nothing else happens before that is written.
    private FailoverStep begin(Draft draft, List<Emit> events) {
        long highest = sight.observed().nodes().stream()
                .flatMap(node -> node.status().known().stream())
                .mapToLong(status -> Math.max(status.promisedEpoch(), Math.max(status.epoch(), status.historyEpoch())))
                .max()
                .orElse(0);
        Attempt attempt = new Attempt(
                Math.max(record.epoch(), highest) + 1,
                memory.coordinator(),
                draft.kind(),
                draft.stage(),
                draft.from(),
                draft.target(),
                draft.votersToBe(),
                draft.reason(),
                draft.detectMillis(),
                sight.now());
        return new FailoverStep(
                List.of(new Action.SaveRecord(record.version(), record.withAttempt(Optional.of(attempt)), events)),
                memory,
                OpenAttempt.phase(attempt),
                draft.reason());
    }

    private FailoverStep save(SetRecord next, List<Emit> events, String doing) {
        return new FailoverStep(
                List.of(new Action.SaveRecord(record.version(), next, events)), memory, Phase.RUNNING, doing);
    }

    static Duration patienceWithOthers(Sight sight) {
        return sight.intent().detectionTimeout();
    }
}
