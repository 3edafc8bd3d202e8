package io.redisreplicaset.operator.failover;

import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.Deadlines;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.Sight;
import io.redisreplicaset.operator.topology.Voter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The two steps that a planned switchover has before its fencing: the master holds its writes, and the target
/// catches up. If the offsets do not meet in time the writes go on where they were: none was lost and none
/// refused.
final class PausedMaster {
    private final Sight sight;
    private final Attempt attempt;

    PausedMaster(Sight sight, Attempt attempt) {
        this.sight = sight;
        this.attempt = attempt;
    }

    FailoverStep step(OpenAttempt open) {
        Voter target = attempt.target().orElseThrow();
        String name = attempt.from().orElseThrow().name();
        Instant deadline = attempt.startedAt().plus(Deadlines.SWITCHOVER);
        if (isLost(open)) {
            return open.giveUp("the master does not serve any more", open.memory());
        }
        if (!deadline.isAfter(sight.now())) {
            FailoverStep end = open.giveUp(
                    target.name() + " did not catch up in time", open.memory().afterFailure(sight.now()));
            List<Action> actions = new ArrayList<>(end.actions());
            actions.add(new Action.Pause(name, 0));
            return new FailoverStep(actions, end.memory(), end.phase(), end.phaseReason());
        }
        Optional<NodeStatus> master = sight.servingMaster();
        if (master.isEmpty()) {
            // One answer that comes late ends nothing: its writes may be held already.
            return open.waitingShortly(List.of(new Action.Ask(name)), "waiting for " + name + " to answer");
        }
        if (!master.get().paused()) {
            long remaining = Duration.between(sight.now(), deadline).toMillis();
            return open.waitingShortly(
                    List.of(new Action.Pause(name, Math.max(1, remaining))), "holding the writes of " + name);
        }
        boolean haveMet = sight.fresh(target)
                .filter(status -> status.position().equals(master.get().position()))
                .isPresent();
        return haveMet
                ? open.fence()
                : open.waitingShortly(
                        List.of(new Action.Ask(name), new Action.Ask(target.name())),
                        "waiting for " + target.name() + " to hold everything");
    }

    /// Whether the ordinary failover would say so: it then has to judge what has become of the master.
    private boolean isLost(OpenAttempt open) {
        return switch (MasterHealth.judge(sight, open.memory().mastershipAge(sight.now()))) {
            case MasterHealth.Verdict.Dead _, MasterHealth.Verdict.Vacant _ -> true;
            case MasterHealth.Verdict.Suspected _, MasterHealth.Verdict.Healthy _ -> false;
        };
    }
}
