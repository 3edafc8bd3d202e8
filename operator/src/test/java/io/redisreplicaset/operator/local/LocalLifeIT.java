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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a run begins and ends, and what is left of it.
final class LocalLifeIT {
    /// A master that has lost its supervisor waits for so long for somebody to take over.
    private static final String SHORT_SHUTDOWN = "config: {shutdown-timeout: \"2\"}";

    @TempDir
    private Path folder = Path.of("");

    private final List<RunningSet> runs = new ArrayList<>();

    /// A test that fails leaves no processes either.
    @AfterEach
    void stopAll() throws InterruptedException {
        for (RunningSet run : runs) {
            run.stop();
        }
    }

    @Test
    void ctrl_c_ends_all_at_once_and_the_next_start_finds_the_data() throws IOException, InterruptedException {
        RunningSet set = start(RunningSet.spec(3)).awaitWhole(3);
        NodeTalk.ask(set.port(), "SET", "greeting", "hello");
        List<Long> nodes = set.nodePids();
        // Only the end is looked at: whatever came before it is no part of it.
        set.forget();
        long began = System.nanoTime();

        int code = set.pressCtrlC();

        assertThat(code).isEqualTo(130);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("a master that waits for somebody to take over waits for as long as its shutdown-timeout")
                .isLessThan(Duration.ofSeconds(10));
        assertThat(nodes).hasSize(3).noneMatch(LocalLifeIT::isAlive);
        assertThat(set.printed()).endsWith("Stopping 3 nodes", "All nodes have ended");
        assertThat(set.printed()).noneMatch(line -> line.contains("Switchover") || line.contains("Warning"));
        assertThat(set.complaints()).isEmpty();

        RunningSet again = startOn(set.port()).awaitWhole(3);
        assertThat(NodeTalk.ask(again.port(), "GET", "greeting")).isEqualTo("hello");
        assertThat(again.printed())
                .as("what was so in the run before is not shown")
                .filteredOn(line -> line.startsWith("cache "))
                .first()
                .asString()
                .matches("cache +3 +0 .*");
        assertThat(again.status().nodes()).allMatch(DataNodeStatus::intact);
    }

    @Test
    void one_that_is_killed_takes_its_nodes_along_and_can_be_started_again_at_once()
            throws IOException, InterruptedException {
        RunningSet set = start(RunningSet.spec(3, SHORT_SHUTDOWN)).awaitWhole(3);
        NodeTalk.ask(set.port(), "SET", "greeting", "hello");
        List<Long> nodes = set.nodePids();

        UnixSignal.KILL.to(set.pid());
        assertThat(set.awaitEnd()).isEqualTo(137);
        RunningSet again = startOn(set.port());

        awaitEnd(nodes);
        again.awaitWhole(3);
        assertThat(NodeTalk.ask(again.port(), "GET", "greeting")).isEqualTo("hello");
    }

    @Test
    void ctrl_c_in_the_midst_of_a_failover_leaves_nothing_running() throws IOException, InterruptedException {
        RunningSet set = start(RunningSet.spec(3)).awaitWhole(3);
        List<Long> nodes = set.nodePids();
        UnixSignal.KILL.to(set.pidOf(set.master()));
        set.awaitPrinted("FailoverStarted");

        set.pressCtrlC();

        assertThat(nodes).noneMatch(LocalLifeIT::isAlive);
        assertThat(set.printed().getLast()).isEqualTo("All nodes have ended");
        startOn(set.port()).awaitWhole(3);
    }

    @Test
    void ctrl_c_while_the_nodes_are_being_started_leaves_nothing_running() throws IOException, InterruptedException {
        RunningSet set = start(RunningSet.spec(3));
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
        try {
            try (BufferedReader head = process.inputReader()) {
                assertThat(head.readLine()).startsWith("Set cache: ");
            }
            // It learns that nobody reads when it has something to print, and a set at rest has nothing.
            RunningSet.save(folder, RunningSet.spec(1, "paused: true"));

            assertThat(process.waitFor(RunningSet.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();

            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(process.children()).isEmpty();
            assertThat(process.errorReader().lines())
                    .containsExactly("rrs local: nobody reads what it prints any more; the set was stopped");
        } finally {
            // Asked, and not killed: it takes its nodes along.
            process.destroy();
        }
    }

    @Test
    void a_second_one_on_the_same_folder_is_refused_and_the_first_goes_on() throws IOException, InterruptedException {
        RunningSet first = start(RunningSet.spec(1)).awaitWhole(1);
        List<Long> nodes = first.nodePids();
        RunningSet second = startOn(FreePorts.inARow(130));

        assertThat(second.awaitEnd()).isEqualTo(1);
        assertThat(second.printed()).isEmpty();
        assertThat(second.complaints())
                .containsExactly("rrs local: " + first.dataFolder()
                        + " is in use by another rrs local (process " + first.pid()
                        + "): stop that one, or name another folder with --dir");
        assertThat(first.nodePids()).isEqualTo(nodes);
        assertThat(NodeTalk.ask(first.port(), "PING")).isEqualTo("PONG");
    }

    private RunningSet start(String spec) throws IOException {
        return stoppedInTheEnd(RunningSet.start(folder, spec));
    }

    /// With what the one before has left.
    private RunningSet startOn(int port) throws IOException {
        return stoppedInTheEnd(RunningSet.startOn(folder, port));
    }

    private RunningSet stoppedInTheEnd(RunningSet run) {
        runs.add(run);
        return run;
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
