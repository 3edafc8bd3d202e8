package io.redisreplicaset.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.FailoverKind;
import io.redisreplicaset.operator.api.FailoverStage;
import io.redisreplicaset.operator.api.FailoverStatus;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.reconcile.SwitchoverCommand.Verdict;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SwitchoverCommandTest {
    private static final Instant START = Instant.EPOCH;

    private final SwitchoverCommand command = SwitchoverCommand.NONE.seen(Optional.of("cache-1"), START);

    @Test
    void without_an_annotation_there_is_nothing_to_do() {
        assertThat(SwitchoverCommand.NONE.judge(masterIs("cache-0"), START)).isEqualTo(new Verdict.Open());
    }

    @Test
    void is_open_while_the_node_is_not_master() {
        assertThat(command.judge(masterIs("cache-0"), START.plusSeconds(59))).isEqualTo(new Verdict.Open());
    }

    @Test
    void is_done_when_the_node_is_master() {
        assertThat(command.judge(masterIs("cache-1"), START)).isEqualTo(new Verdict.Done());
    }

    @Test
    void is_not_judged_while_an_attempt_is_open() {
        RedisReplicaSetStatus under = masterIs("cache-1").toBuilder()
                .failover(new FailoverStatus(
                        7,
                        "operator",
                        FailoverKind.SWITCHOVER,
                        FailoverStage.PAUSING,
                        null,
                        null,
                        null,
                        "asked for",
                        0,
                        START))
                .build();

        assertThat(command.judge(under, START)).isEqualTo(new Verdict.Open());
    }

    @Test
    void one_that_was_given_up_is_not_tried_again() {
        assertThat(command.failed().judge(masterIs("cache-0"), START)).isEqualTo(new Verdict.Told());
    }

    @Test
    void a_node_that_cannot_take_over_is_not_waited_for_for_ever() {
        Verdict verdict = command.judge(masterIs("cache-0"), START.plus(SwitchoverCommand.PATIENCE));

        assertThat(verdict).isInstanceOf(Verdict.Hopeless.class);
        assertThat(((Verdict.Hopeless) verdict).why()).startsWith("cache-1 could not be made master within 60 s");
    }

    @Test
    void another_name_is_another_command() {
        SwitchoverCommand next = command.failed().seen(Optional.of("cache-2"), START.plusSeconds(300));

        assertThat(next.judge(masterIs("cache-0"), START.plusSeconds(300))).isEqualTo(new Verdict.Open());
    }

    @Test
    void the_same_name_seen_again_keeps_its_time() {
        assertThat(command.seen(Optional.of("cache-1"), START.plusSeconds(30)).since())
                .isEqualTo(START);
    }

    @Test
    void a_failure_that_nobody_asked_for_is_nobodys() {
        assertThat(SwitchoverCommand.NONE.failed().hasFailed()).isFalse();
    }

    private static RedisReplicaSetStatus masterIs(String name) {
        return RedisReplicaSetStatus.empty().toBuilder().master(name).build();
    }
}
