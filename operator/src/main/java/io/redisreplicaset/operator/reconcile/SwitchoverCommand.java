package io.redisreplicaset.operator.reconcile;

import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What has become of the annotation that asks for another master. Pure.
///
/// @param target the node that it names; empty where there is none
/// @param since when it was first seen, by the steady clock
/// @param hasFailed an attempt to carry it out was given up, and that was told
record SwitchoverCommand(Optional<String> target, Instant since, boolean hasFailed) {
    static final SwitchoverCommand NONE = new SwitchoverCommand(Optional.empty(), Instant.EPOCH, false);

    /// How long a node that cannot be master yet is waited for.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    sealed interface Verdict {
        /// There is none, or it is still to be carried out.
        record Open() implements Verdict {}

        /// The node is master.
        record Done() implements Verdict {}

        /// It was tried and given up, and whoever asked knows.
        record Told() implements Verdict {}

        /// Nothing came of it.
        record Hopeless(String why) implements Verdict {}
    }

    SwitchoverCommand seen(Optional<String> named, Instant now) {
        return named.equals(target) ? this : new SwitchoverCommand(named, now, false);
    }

    SwitchoverCommand failed() {
        return new SwitchoverCommand(target, since, target.isPresent());
    }

    Verdict judge(RedisReplicaSetStatus status, Instant now) {
        if (target.isEmpty() || status.failover() != null) {
            return new Verdict.Open();
        }
        if (target.get().equals(status.master())) {
            return new Verdict.Done();
        }
        if (hasFailed) {
            return new Verdict.Told();
        }
        return since.plus(PATIENCE).isAfter(now)
                ? new Verdict.Open()
                : new Verdict.Hopeless(target.get() + " could not be made master within " + PATIENCE.toSeconds()
                        + " s: it is not ready, not synced, or has no vote");
    }
}
