package io.redisreplicaset.operator.coordinator;

import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.topology.Action;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The machine says the same at every step for as long as it is so. It is told once, and again after a while.
///
/// What a step says is all that holds then: what it does not say is not so. So two steps far apart that say the same
/// tell of one thing that lasts. What happens once, and is said once, does not belong here.
final class RepeatedEvents {
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(30);
    private static final Duration LASTING = Duration.ofSeconds(1);

    /// What was told, and was not so for less than that, is still the same thing: it flickers.
    private static final Duration OVER_AFTER = Duration.ofSeconds(2);

    private static final int MOST_REMEMBERED = 256;

    /// Said for as long as something is so, in words in which counts may change.
    private static final Set<Reason> STATES = Set.of(
            Reason.MASTER_SUSPECTED,
            Reason.FAILOVER_BLOCKED,
            Reason.NODE_RESYNCING,
            Reason.DATA_LOSS_RISK,
            Reason.ROLLING_UPDATE_HALTED,
            Reason.RECONCILE_FAILED);

    /// While nodes start and get to know one another, things look worse than they are; that is no news. A suspicion
    /// that
    /// was right is told as a failover, and a node that asks whether it needs a copy mostly needs none.
    private static final Set<Reason> MAY_PASS_BY_THEMSELVES =
            Set.of(Reason.MASTER_SUSPECTED, Reason.FAILOVER_BLOCKED, Reason.NODE_RESYNCING);

    private record State(Reason reason, Optional<String> node) {}

    /// @param since when a step said so first
    /// @param missingSince when a step first did not; empty while it is so
    private record Course(Instant since, Optional<Instant> missingSince, Optional<Instant> told) {}

    /// @param at when it was told
    private record Deed(Reason reason, String message, Instant at) {}

    private final InstantSource clock;
    private final Map<State, Course> states = new HashMap<>();

    /// By node: what was told last of all that is done to it.
    private final Map<Optional<String>, Deed> deeds = new LinkedHashMap<>();

    RepeatedEvents(InstantSource clock) {
        this.clock = clock;
    }

    /// What of all that one step says is to be told.
    List<Action.Emit> news(List<Action.Emit> said) {
        Instant now = clock.instant();
        List<Action.Emit> news = new ArrayList<>();
        Set<State> present = new HashSet<>();
        for (Action.Emit event : said) {
            boolean isNew;
            if (STATES.contains(event.reason())) {
                State state = new State(event.reason(), event.node());
                present.add(state);
                isNew = isNewState(state, now);
            } else {
                isNew = isNewDeed(event, now);
            }
            if (isNew) {
                news.add(event);
            }
        }
        forgetOthers(present, now);
        return news;
    }

    /// When something that did not last yet will have lasted; empty where there is no such thing.
    Optional<Instant> nextTelling() {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue().told().isEmpty()
                        && entry.getValue().missingSince().isEmpty())
                .map(entry -> entry.getValue().since().plus(LASTING))
                .min(Instant::compareTo);
    }

    private boolean isNewState(State state, Instant now) {
        Course before = states.getOrDefault(state, new Course(now, Optional.empty(), Optional.empty()));
        boolean lasts = !MAY_PASS_BY_THEMSELVES.contains(state.reason())
                || !before.since().plus(LASTING).isAfter(now);
        boolean isTold = before.told()
                .filter(told -> told.plus(AGAIN_AFTER).isAfter(now))
                .isPresent();
        boolean isNew = lasts && !isTold;
        states.put(state, new Course(before.since(), Optional.empty(), isNew ? Optional.of(now) : before.told()));
        return isNew;
    }

    private void forgetOthers(Set<State> present, Instant now) {
        states.replaceAll((state, course) -> present.contains(state)
                ? course
                : new Course(course.since(), Optional.of(course.missingSince().orElse(now)), course.told()));
        states.values()
                .removeIf(course -> course.missingSince()
                        .filter(since -> course.told().isEmpty()
                                || !since.plus(OVER_AFTER).isAfter(now))
                        .isPresent());
    }

    private boolean isNewDeed(Action.Emit event, Instant now) {
        Deed last = deeds.get(event.node());
        boolean isRepeated = last != null
                && last.reason() == event.reason()
                && last.message().equals(event.message())
                && last.at().plus(AGAIN_AFTER).isAfter(now);
        if (isRepeated) {
            return false;
        }
        deeds.remove(event.node());
        deeds.put(event.node(), new Deed(event.reason(), event.message(), now));
        if (deeds.size() > MOST_REMEMBERED) {
            deeds.remove(deeds.keySet().iterator().next());
        }
        return true;
    }
}
