package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.command.CommandFlag;
import io.redisreplicaset.datanode.command.CommandSpec;
import io.redisreplicaset.datanode.command.Transaction;
import io.redisreplicaset.datanode.resp.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PauseGateTest {
    private static final CommandSpec GET =
            CommandSpec.named("get", 2).flags(CommandFlag.READONLY).container();
    private static final CommandSpec SET =
            CommandSpec.named("set", 3).flags(CommandFlag.WRITE).container();
    private static final CommandSpec PUBLISH =
            CommandSpec.named("publish", 3).flags(CommandFlag.MAY_REPLICATE).container();
    private static final CommandSpec EXEC = CommandSpec.named("exec", 1).container();

    private final PauseGate gate = new PauseGate();

    private boolean holds(CommandSpec spec, long nowMillis) {
        return gate.holds(spec, null, nowMillis);
    }

    private static @Nullable Transaction of(CommandSpec... specs) {
        Transaction transaction = new Transaction(10);
        for (CommandSpec spec : specs) {
            transaction.queue(spec, Request.of("x"));
        }
        return transaction;
    }

    @Test
    void holds_nothing_at_first() {
        assertThat(holds(SET, 0)).isFalse();
        assertThat(gate.isPaused(0)).isFalse();
    }

    @Test
    void holds_everything_until_its_end() {
        gate.pause(100, false, 0);

        assertThat(holds(GET, 99)).isTrue();
        assertThat(holds(SET, 99)).isTrue();
        assertThat(holds(GET, 100)).isFalse();
    }

    @Test
    void holds_writes_alone() {
        gate.pause(100, true, 0);

        assertThat(holds(GET, 1)).isFalse();
        assertThat(holds(SET, 1)).isTrue();
        assertThat(holds(PUBLISH, 1)).isTrue();
        assertThat(gate.holds(EXEC, of(GET), 1)).isFalse();
        assertThat(gate.holds(EXEC, of(GET, SET), 1)).isTrue();
        assertThat(gate.holds(EXEC, of(PUBLISH), 1)).isTrue();
        assertThat(gate.holds(EXEC, of(), 1)).isFalse();
    }

    @Test
    void keeps_the_later_end_and_the_stricter_kind() {
        gate.pause(100, false, 0);
        gate.pause(50, true, 0);
        assertThat(holds(GET, 99)).isTrue();

        gate.pause(200, true, 0);
        assertThat(holds(GET, 199)).isTrue();
    }

    @Test
    void begins_anew_when_the_one_before_is_over() {
        gate.pause(100, false, 0);

        gate.pause(150, true, 120);

        assertThat(holds(GET, 130)).isFalse();
        assertThat(holds(SET, 130)).isTrue();
        assertThat(holds(SET, 150)).isFalse();
    }

    @Test
    void can_be_ended() {
        gate.pause(100, false, 0);

        gate.end();

        assertThat(holds(SET, 1)).isFalse();
    }

    @Test
    void does_not_come_back_when_the_clock_does() {
        gate.pause(100, false, 0);

        gate.endIfOver(150);

        assertThat(holds(SET, 50)).isFalse();
    }

    @Test
    void holds_writes_for_the_end_of_the_process_whatever_clients_pause_and_unpause() {
        gate.holdWrites(true);
        gate.pause(100, false, 0);
        gate.end();

        assertThat(holds(SET, 1)).isTrue();
        assertThat(holds(GET, 1)).isFalse();
        assertThat(gate.isPaused(1)).isTrue();

        gate.holdWrites(false);
        assertThat(holds(SET, 1)).isFalse();
    }
}
