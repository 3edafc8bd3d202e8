package io.redisreplicaset.operator.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.sim.SimRun.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Many seeds, each with its own set and its own mix of faults.
///
/// `-Dsim.first=<seed> -Dsim.seeds=<count>` runs others: one, to see a failure again, or any number.
final class FailoverSimTest {
    private static final long FIRST = Long.getLong("sim.first", 1);
    private static final long SEEDS = Long.getLong("sim.seeds", 1_000);

    /// How one seed came out.
    private record Outcome(Optional<End> end, Optional<Throwable> failure, Map<Reason, Integer> events, int answers) {}

    private static Outcome run(long seed) {
        SimRun run = new SimRun(seed, Mutation.NONE);
        Optional<End> end = Optional.empty();
        Optional<Throwable> failure = Optional.empty();
        try {
            end = Optional.of(run.run());
        } catch (SimRun.Failure broken) {
            failure = Optional.of(broken);
        }
        return new Outcome(end, failure, run.sim().events(), run.sim().rules().answers());
    }

    @Test
    void no_seed_breaks_a_rule_and_every_set_that_can_finds_back() {
        List<Outcome> outcomes = LongStream.range(FIRST, FIRST + SEEDS)
                .parallel()
                .mapToObj(FailoverSimTest::run)
                .toList();

        List<Throwable> failures =
                outcomes.stream().flatMap(outcome -> outcome.failure().stream()).toList();
        long whole = outcomes.stream()
                .filter(outcome -> outcome.end().equals(Optional.of(End.WHOLE)))
                .count();
        System.out.println("simulation: " + SEEDS + " seeds from " + FIRST + ": " + whole + " whole, "
                + (SEEDS - whole - failures.size()) + " blocked as they must be, " + failures.size() + " failed");
        assertThat(failures).isEmpty();
        if (SEEDS >= 500) {
            reachedWhatMatters(outcomes);
        }
    }

    /// A simulation that is silent because nothing happens in it proves nothing.
    private static void reachedWhatMatters(List<Outcome> outcomes) {
        Map<Reason, Integer> events = new EnumMap<>(Reason.class);
        outcomes.forEach(
                outcome -> outcome.events().forEach((reason, times) -> events.merge(reason, times, Integer::sum)));
        assertThat(events)
                .containsKeys(
                        Reason.MASTER_ELECTED,
                        Reason.MASTER_SUSPECTED,
                        Reason.FAILOVER_STARTED,
                        Reason.FAILOVER_TARGET_SELECTED,
                        Reason.FAILOVER_COMPLETED,
                        Reason.FAILOVER_ABORTED,
                        Reason.FAILOVER_BLOCKED,
                        Reason.DATA_LOSS_RISK,
                        Reason.SWITCHOVER_STARTED,
                        Reason.SWITCHOVER_COMPLETED,
                        Reason.SWITCHOVER_FAILED,
                        Reason.VOTERS_CHANGED,
                        Reason.STALE_MASTER_DEMOTED,
                        Reason.NODE_CREATED,
                        Reason.NODE_DELETED,
                        Reason.ROLLING_UPDATE_STARTED,
                        Reason.ROLLING_UPDATE_COMPLETED);
        double answersASeed =
                outcomes.stream().mapToInt(Outcome::answers).average().orElse(0);
        assertThat(answersASeed).isGreaterThan(50);
        long whole = outcomes.stream()
                .filter(outcome -> outcome.end().equals(Optional.of(End.WHOLE)))
                .count();
        assertThat(whole).isGreaterThan(outcomes.size() * 3L / 4);
    }

    @Test
    void a_seed_gives_the_same_run_again() {
        for (long seed = 1; seed <= 5; seed++) {
            assertThat(story(seed, Duration.ZERO)).isEqualTo(story(seed, Duration.ZERO));
        }
    }

    /// Every clock of every process is years off, each by another amount, and nothing happens otherwise.
    @Test
    void no_decision_compares_the_clocks_of_two_processes() {
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(story(seed, Duration.ofDays(-900))).isEqualTo(story(seed, Duration.ZERO));
        }
    }

    private static List<String> story(long seed, Duration skew) {
        SimRun run = new SimRun(seed, Mutation.NONE).withClocksOffBy(skew);
        run.sim().trace().tellAll();
        List<String> story = new ArrayList<>();
        try {
            story.add(run.run().name());
        } catch (SimRun.Failure failure) {
            story.add("failed");
        }
        story.addAll(run.sim().trace().all());
        return story;
    }
}
