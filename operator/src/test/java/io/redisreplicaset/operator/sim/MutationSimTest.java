package io.redisreplicaset.operator.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.operator.sim.Rules.Rule;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every mistake is noticed: by what it costs, in a course of events written for it, and the more frequent ones by
/// chance as well.
final class MutationSimTest {
    /// These are broken as soon as the mistake is made. The schedules look at the end only: a lost write.
    private static final Rule[] MEANS = {
        Rule.PROMISE_IS_ON_DISK_BEFORE_IT_IS_TOLD, Rule.NOTHING_GOES_BACK, Rule.THE_RECORD_GOES_FORWARD
    };

    private static final long MOST_SEEDS = 100;

    @ParameterizedTest
    @EnumSource(Wrong.class)
    void costs_a_write_that_was_answered(Wrong wrong) {
        assertThatThrownBy(() -> Schedules.run(wrong, wrong, MEANS))
                .isInstanceOfSatisfying(
                        Violation.class,
                        violation -> assertThat(violation.rule()).isEqualTo(Rule.NO_OK_IS_LOST));
    }

    @ParameterizedTest
    @EnumSource(Wrong.class)
    void the_same_events_cost_nothing_where_it_is_done_right(Wrong wrong) {
        Schedule schedule = Schedules.run(wrong, Mutation.NONE);

        assertThat(new Wholeness(schedule.sim()).missing()).isEmpty();
    }

    @Test
    void a_promise_that_is_not_on_disk_is_noticed_by_chance() {
        assertThat(noticedBy(Wrong.PROMISE_NOT_PERSISTED)).contains(Rule.PROMISE_IS_ON_DISK_BEFORE_IT_IS_TOLD);
    }

    @Test
    void one_voter_too_few_for_a_write_is_noticed_by_chance() {
        assertThat(noticedBy(Wrong.WRITE_QUORUM_OFF_BY_ONE)).contains(Rule.NO_OK_IS_LOST);
    }

    @Test
    void a_new_disk_under_the_old_ones_name_is_noticed_by_chance() {
        assertThat(noticedBy(Wrong.NEW_DISK_VOTES_FOR_THE_OLD)).contains(Rule.NOTHING_GOES_BACK);
    }

    @Test
    void a_failure_tells_what_happened_and_how_to_see_it_again() {
        SimRun broken = new SimRun(1, Wrong.PROMISE_NOT_PERSISTED);

        assertThatThrownBy(broken::run)
                .isInstanceOf(SimRun.Failure.class)
                .hasMessageStartingWith("seed 1, step ")
                .hasMessageContaining("PROMISE_IS_ON_DISK_BEFORE_IT_IS_TOLD")
                .hasMessageContaining("SimSettings[")
                .hasMessageContaining("FaultMix[")
                .hasMessageEndingWith("Again: -Dsim.first=1 -Dsim.seeds=1");
    }

    /// The rule that the first seed breaks which breaks any.
    private static Optional<Rule> noticedBy(Wrong wrong) {
        return LongStream.rangeClosed(1, MOST_SEEDS)
                .mapToObj(seed -> brokenRule(seed, wrong))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Rule> brokenRule(long seed, Wrong wrong) {
        try {
            new SimRun(seed, wrong).run();
            return Optional.empty();
        } catch (SimRun.Failure failure) {
            return failure.getCause() instanceof Violation violation ? Optional.of(violation.rule()) : Optional.empty();
        }
    }
}
