package io.redisreplicaset.operator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.redisreplicaset.operator.FreePorts;
import io.redisreplicaset.operator.coordinator.SteadyClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What cannot be run is told in one line, and nothing is touched.
final class LocalRefusalsIT {
    @TempDir
    private Path folder = Path.of("");

    private final int port = FreePorts.inARow(130);
    private final QuietDisplay display = new QuietDisplay();

    @Test
    void a_file_that_is_not_there() {
        assertThat(refusal()).isEqualTo("there is no file " + file());
        assertThat(data()).doesNotExist();
    }

    @Test
    void a_spec_that_is_not_valid() throws IOException {
        Files.writeString(file(), RunningSet.spec(2, "durability: Quorum"));

        assertThat(refusal())
                .isEqualTo(file() + ": spec.durability: wanted Async, or 3 replicas or more, got Quorum with 2");
        assertThat(data()).doesNotExist();
    }

    @Test
    void a_folder_that_cannot_be_made() throws IOException {
        Files.writeString(file(), RunningSet.spec(3));
        Files.writeString(data(), "in the way");

        assertThat(refusal())
                .startsWith("the folder " + data().resolve("cache") + " cannot be used: ")
                .endsWith("; name another one with --dir")
                .hasLineCount(1);
        assertThat(data()).hasContent("in the way");
    }

    @Test
    void a_port_for_a_node_that_somebody_has() throws IOException {
        Files.writeString(file(), RunningSet.spec(3));
        try (ServerSocket _ = listen(port + 11);
                ServerSocket _ = listen(port + 112)) {
            assertThat(refusal())
                    .isEqualTo("ports for the nodes are taken: " + (port + 11) + ", " + (port + 112)
                            + "; choose others with --node-port");
        }
        assertThat(display.said).isEmpty();
    }

    @Test
    void a_port_that_should_lead_to_the_master_and_that_somebody_has() throws IOException {
        Files.writeString(file(), RunningSet.spec(3));
        try (ServerSocket _ = listen(port)) {
            assertThat(refusal())
                    .startsWith("port " + port + " cannot be used: ")
                    .endsWith("; choose another one with --port");
        }
    }

    @Test
    void a_port_that_should_lead_to_the_replicas_and_that_somebody_has() throws IOException {
        Files.writeString(file(), RunningSet.spec(3));
        try (ServerSocket _ = listen(port + 1)) {
            assertThat(refusal()).endsWith("; choose another one with --replica-port");
        }
        assertThat(FreePorts.areFree(port, 1)).as("the other one is let go").isTrue();
    }

    @Test
    void a_state_that_makes_no_sense_is_left_as_it_is() throws IOException {
        Files.writeString(file(), RunningSet.spec(3));
        Path state = Files.writeString(
                Files.createDirectories(data().resolve("cache")).resolve("state.json"), "{\"setId\":");

        assertThat(refusal()).startsWith(state + " cannot be used: ").hasLineCount(1);
        assertThat(state).hasContent("{\"setId\":");
    }

    @Test
    void a_folder_that_was_refused_once_can_be_used_when_it_is_put_right() throws IOException {
        Files.writeString(file(), RunningSet.spec(3));
        try (ServerSocket _ = listen(port)) {
            refusal();
        }
        Files.delete(data().resolve("cache/state.json"));

        try (ServerSocket _ = listen(port + 1)) {
            assertThat(refusal()).as("the lock was let go").contains("--replica-port");
        }
    }

    private String refusal() {
        LocalOptions options = new LocalOptions(file(), data(), port, port + 1, port + 10, RunningSet.NODE_PROGRAM);
        LocalRun run = new LocalRun(options, display, new SteadyClock());
        LocalProblem problem = catchThrowableOfType(LocalProblem.class, run::run);
        return String.valueOf(problem.getMessage());
    }

    private Path file() {
        return folder.resolve("cache.yaml");
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return server;
    }
}
