package io.redisreplicaset.operator.local;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.redisreplicaset.operator.FreePorts;
import io.redisreplicaset.operator.UnixSignal;
import io.redisreplicaset.operator.api.DataNodeStatus;
import io.redisreplicaset.operator.node.NodeTalk;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a run begins and ends, and what is left of it.
final class LocalLifeIT {
    /// A master that has lost its supervisor waits for so long for somebody to take over.
    private static final String SHORT_SHUTDOWN = "config: {shutdown-timeout: \"2\"}";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void ctrl_c_ends_all_at_once_and_the_next_start_finds_the_data() throws IOException, InterruptedException {
        RunningSet set = RunningSet.start(folder, RunningSet.spec(3)).awaitWhole(3);
        NodeTalk.ask(set.port(), "SET", "greeting", "hello");
        List<Long> nodes = set.nodePids();
        long began = System.nanoTime();

        int code = set.pressCtrlC();

        assertThat(code).isEqualTo(130);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        assertThat(nodes).hasSize(3).noneMatch(LocalLifeIT::isAlive);
        assertThat(set.printed()).endsWith("Stopping 3 nodes", "All nodes have ended");
        assertThat(set.printed()).noneMatch(line -> line.contains("Switchover") || line.contains("Warning"));
        assertThat(set.complaints()).isEmpty();

        RunningSet again = RunningSet.startOn(folder, set.port()).awaitWhole(3);
        try {
            assertThat(NodeTalk.ask(again.port(), "GET", "greeting")).isEqualTo("hello");
            assertThat(again.printed())
                    .as("what was so in the run before is not shown")
                    .filteredOn(line -> line.startsWith("cache "))
                    .first()
                    .asString()
                    .matches("cache +3 +0 .*");
            assertThat(again.status().nodes()).allMatch(DataNodeStatus::intact);
        } finally {
            again.stop();
        }
    }

    @Test
    void one_that_is_killed_takes_its_nodes_along_and_can_be_started_again_at_once()
            throws IOException, InterruptedException {
        RunningSet set =
                RunningSet.start(folder, RunningSet.spec(3, SHORT_SHUTDOWN)).awaitWhole(3);
        NodeTalk.ask(set.port(), "SET", "greeting", "hello");
        List<Long> nodes = set.nodePids();

        UnixSignal.KILL.to(set.pid());
        assertThat(set.awaitEnd()).isEqualTo(137);
        RunningSet again = RunningSet.startOn(folder, set.port());

        try {
            awaitEnd(nodes);
            again.awaitWhole(3);
            assertThat(NodeTalk.ask(again.port(), "GET", "greeting")).isEqualTo("hello");
        } finally {
            again.stop();
        }
    }

    @Test
    void ctrl_c_in_the_midst_of_a_failover_leaves_nothing_running() throws IOException, InterruptedException {
        RunningSet set = RunningSet.start(folder, RunningSet.spec(3)).awaitWhole(3);
        List<Long> nodes = set.nodePids();
        UnixSignal.KILL.to(set.pidOf(set.master()));
        set.awaitPrinted("FailoverStarted");

        set.pressCtrlC();

        assertThat(nodes).noneMatch(LocalLifeIT::isAlive);
        assertThat(set.printed().getLast()).isEqualTo("All nodes have ended");
        RunningSet again = RunningSet.startOn(folder, set.port()).awaitWhole(3);
        again.stop();
    }

    @Test
    void ctrl_c_while_the_nodes_are_being_started_leaves_nothing_running() throws IOException, InterruptedException {
        RunningSet set = RunningSet.start(folder, RunningSet.spec(3));
        set.awaitPrinted("Creating node");
        List<Long> nodes = set.nodePids();

        set.pressCtrlC();

        assertThat(nodes).noneMatch(LocalLifeIT::isAlive);
        assertThat(FreePorts.areFree(set.port(), 2)).isTrue();
        assertThat(FreePorts.areFree(set.nodePort("cache-0"), 3)).isTrue();
    }

    @Test
    void one_whose_output_nobody_reads_ends_and_says_so() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("cache.yaml"), RunningSet.spec(1));
        Process process = RunningSet.command(folder, FreePorts.inARow(130)).start();
        try (BufferedReader head = process.inputReader()) {
            assertThat(head.readLine()).startsWith("Set cache: ");
        }

        assertThat(process.waitFor(RunningSet.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(process.children()).isEmpty();
        assertThat(process.errorReader().lines())
                .containsExactly("rrs local: nobody reads what it prints any more; the set was stopped");
    }

    @Test
    void a_second_one_on_the_same_folder_is_refused_and_the_first_goes_on() throws IOException, InterruptedException {
        RunningSet first = RunningSet.start(folder, RunningSet.spec(1)).awaitWhole(1);
        List<Long> nodes = first.nodePids();
        try {
            RunningSet second = RunningSet.startOn(folder, FreePorts.inARow(130));

            assertThat(second.awaitEnd()).isEqualTo(1);
            assertThat(second.printed()).isEmpty();
            assertThat(second.complaints())
                    .containsExactly("rrs local: " + first.dataFolder()
                            + " is in use by another rrs local (process " + first.pid()
                            + "): stop that one, or name another folder with --dir");
            assertThat(first.nodePids()).isEqualTo(nodes);
            assertThat(NodeTalk.ask(first.port(), "PING")).isEqualTo("PONG");
        } finally {
            first.stop();
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private static void awaitEnd(List<Long> pids) {
        await("the end of " + pids)
                .atMost(RunningSet.PATIENCE)
                .pollInterval(ofMillis(50))
                .pollDelay(ZERO)
                .until(() -> pids.stream().noneMatch(LocalLifeIT::isAlive));
    }
}
