package io.redisreplicaset.operator.failover;

import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.Attempt.Stage;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Sight;
import io.redisreplicaset.operator.topology.TopologyPlanner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The coordinator's half of the failover protocol, and the one entrance to both machines: failover first, and
/// at rest what the planner says. `package-info` draws the states.
///
/// A pure function. A shell calls it whenever something was learnt, carries the actions out in parallel, feeds
/// each reply back as an observation, and calls again at once: with no waiting in between, an attempt runs to
/// its end as fast as its slowest reply.
public final class FailoverMachine {
    private FailoverMachine() {}

    /// The next step. Repeating it on the same sight gives the same step.
    ///
    /// @throws IllegalStateException where the step would break a safety rule: a bug, and nothing is carried
    ///     out
    public static FailoverStep step(Sight sight, CoordinatorMemory before) {
        CoordinatorMemory memory = before.seeing(sight.record(), sight.now());
        FailoverStep step = sight.record()
                .attempt()
                .map(open -> duringAttempt(sight, open, memory))
                .orElseGet(() -> new AtRest(sight, memory).step());
        return SafetyRules.checked(sight, step);
    }

    private static FailoverStep duringAttempt(Sight sight, Attempt open, CoordinatorMemory memory) {
        FailoverStep step =
                memory.owns(open) ? new OpenAttempt(sight, open, memory).step() : others(sight, open, memory);
        List<Action> actions = new ArrayList<>(step.actions());
        actions.addAll(TopologyPlanner.whileUnsettled(sight));
        return new FailoverStep(actions, step.memory(), step.phase(), step.phaseReason());
    }

    /// An attempt of another coordinator, or of this one's predecessor. Its promises are its own: it is
    /// finished where its target is master already, and else left alone for a while and then closed. A later
    /// epoch does the rest.
    private static FailoverStep others(Sight sight, Attempt open, CoordinatorMemory memory) {
        boolean isPromoted = open.stage() == Stage.PROMOTING
                && open.target()
                        .flatMap(target -> sight.observed().statusOf(target))
                        .filter((NodeStatus status) -> status.isMasterOf(open.epoch()))
                        .isPresent();
        if (isPromoted) {
            return new Completion(sight, open, memory).step();
        }
        Instant patienceEnds = memory.attempt().orElseThrow().since().plus(AtRest.patienceWithOthers(sight));
        String doing = "an attempt of " + open.coordinator() + " is open in epoch " + open.epoch();
        if (patienceEnds.isAfter(sight.now())) {
            return new FailoverStep(
                    List.of(new Action.WaitUntil(patienceEnds, doing)), memory, OpenAttempt.phase(open), doing);
        }
        SetRecord record = sight.record();
        return new FailoverStep(
                List.of(new Action.SaveRecord(
                        record.version(),
                        record.withAttempt(Optional.empty()),
                        List.of(OpenAttempt.abortEvent(open, open.coordinator() + " did not finish it")))),
                memory,
                Phase.DEGRADED,
                doing + " and is closed");
    }
}
