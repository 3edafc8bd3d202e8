package io.redisreplicaset.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.UnixSignal;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.node.NodeTalk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With durability Quorum a write that was answered with OK is there afterwards, whatever happens to the nodes. The
/// large version of this is config/bench/failover.
final class LocalDurabilityIT {
    private static final int SOME_WRITES = 200;

    private static RunningSet set;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        set = RunningSet.start(folder, RunningSet.spec(3, "durability: Quorum"));
    }

    @AfterAll
    static void end() throws InterruptedException {
        set.stop();
    }

    @BeforeEach
    void whole() {
        set.awaitWhole(3);
        set.forget();
    }

    @Test
    void no_acknowledged_write_is_lost_when_the_master_is_killed() throws IOException, InterruptedException {
        Writer writer = new Writer(set.port(), "kill");

        for (int round = 0; round < 3; round++) {
            awaitWrites(writer);
            String killed = set.master();
            UnixSignal.KILL.to(set.pidOf(killed));
            set.awaitThat("another master", () -> !set.master().equals(killed));
            awaitWrites(writer);
            set.awaitWhole(3);
        }

        assertThat(writer.lost()).isEmpty();
    }

    @Test
    void no_acknowledged_write_is_lost_when_the_master_is_frozen_and_goes_on()
            throws IOException, InterruptedException {
        Writer writer = new Writer(set.port(), "freeze");
        awaitWrites(writer);
        String frozen = set.master();
        long pid = set.pidOf(frozen);

        UnixSignal.STOP.to(pid);
        try {
            set.awaitThat("another master", () -> !set.master().equals(frozen));
            awaitWrites(writer);
        } finally {
            UnixSignal.CONT.to(pid);
        }
        awaitWrites(writer);
        set.awaitWhole(3);

        assertThat(writer.lost()).isEmpty();
    }

    @Test
    void a_change_that_needs_other_processes_rolls_through_the_set_and_loses_no_write()
            throws IOException, InterruptedException {
        List<Long> before = set.nodePids();
        RedisReplicaSetStatus then = set.status();
        Writer writer = new Writer(set.port(), "roll");
        awaitWrites(writer);

        set.save(RunningSet.spec(3, "durability: Quorum", "config: {repl-backlog-size: 2mb}"));

        set.awaitPrinted("RollingUpdateCompleted");
        set.awaitWhole(3);
        awaitWrites(writer);
        assertThat(writer.lost()).isEmpty();
        assertThat(set.nodePids()).hasSize(3).doesNotContainAnyElementsOf(before);
        assertThat(set.status().revision()).isNotEqualTo(then.revision());
        assertThat(set.status().updatedReplicas()).isEqualTo(3);
        for (String node : List.of("cache-0", "cache-1", "cache-2")) {
            assertThat(NodeTalk.ask(set.nodePort(node), "CONFIG", "GET", "repl-backlog-size"))
                    .isEqualTo("repl-backlog-size 2097152");
        }
        assertThat(set.warnings()).isEmpty();
    }

    /// Some more are answered with OK.
    private static void awaitWrites(Writer writer) {
        int before = writer.accepted();
        set.awaitThat("writes that are accepted", () -> writer.accepted() > before + SOME_WRITES);
    }
}
