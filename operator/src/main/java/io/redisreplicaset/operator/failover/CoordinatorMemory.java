package io.redisreplicaset.operator.failover;

import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.Deadlines;
import io.redisreplicaset.operator.topology.SetRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What one coordinator remembers of one set between two steps. Nothing in it is needed for safety: a
/// coordinator that starts with an empty memory only waits a little longer before it acts on what others left
/// behind.
///
/// @param coordinator the identity of this incarnation; it names it in promises and attempts
/// @param watchingSince when it first saw the set
/// @param master the recorded master, and since when it has been seen to be that
/// @param attempt the open attempt as it last changed
/// @param unfinishedSince when it first saw that voters wait for their marker
/// @param failures failed attempts in a row
/// @param backOffUntil no new attempt is begun before
public record CoordinatorMemory(
        String coordinator,
        Instant watchingSince,
        Optional<SeenMaster> master,
        Optional<SeenAttempt> attempt,
        Optional<Instant> unfinishedSince,
        int failures,
        Optional<Instant> backOffUntil) {
    private static final int MAX_DOUBLINGS = 10;

    /// A mastership, and since when this coordinator has known of it.
    public record SeenMaster(long epoch, Instant since) {}

    /// An attempt at one stage, and since when this coordinator has seen it so.
    public record SeenAttempt(long epoch, Attempt.Stage stage, Instant since) {}

    public static CoordinatorMemory fresh(String coordinator, Instant now) {
        return new CoordinatorMemory(
                coordinator, now, Optional.empty(), Optional.empty(), Optional.empty(), 0, Optional.empty());
    }

    CoordinatorMemory seeing(SetRecord record, Instant now) {
        Optional<SeenMaster> seenMaster = record.master()
                .map(known -> master.filter(before -> before.epoch() == known.epoch())
                        .orElseGet(() -> new SeenMaster(known.epoch(), now)));
        Optional<SeenAttempt> seen = record.attempt()
                .map(open -> attempt.filter(known -> known.epoch() == open.epoch() && known.stage() == open.stage())
                        .orElseGet(() -> new SeenAttempt(open.epoch(), open.stage(), now)));
        Optional<Instant> unfinished = record.unfinished().map(_ -> unfinishedSince.orElse(now));
        return new CoordinatorMemory(coordinator, watchingSince, seenMaster, seen, unfinished, failures, backOffUntil);
    }

    CoordinatorMemory afterFailure(Instant now) {
        Duration wait = Deadlines.BACKOFF.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
        Duration bounded = wait.compareTo(Deadlines.BACKOFF_MAX) > 0 ? Deadlines.BACKOFF_MAX : wait;
        return new CoordinatorMemory(
                coordinator,
                watchingSince,
                master,
                attempt,
                unfinishedSince,
                failures + 1,
                Optional.of(now.plus(bounded)));
    }

    CoordinatorMemory afterSuccess() {
        return new CoordinatorMemory(coordinator, watchingSince, master, attempt, unfinishedSince, 0, Optional.empty());
    }

    /// For how long the recorded master has been known to be one.
    Duration mastershipAge(Instant now) {
        return master.map(seen -> Duration.between(seen.since(), now)).orElse(Duration.ZERO);
    }

    boolean isBackingOff(Instant now) {
        return backOffUntil.filter(until -> until.isAfter(now)).isPresent();
    }

    boolean owns(Attempt open) {
        return open.coordinator().equals(coordinator);
    }
}
