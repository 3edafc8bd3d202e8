package io.redisreplicaset.operator.local;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.redisreplicaset.operator.CommittedFile;
import io.redisreplicaset.operator.FreePorts;
import io.redisreplicaset.operator.RealNode;
import io.redisreplicaset.operator.UnixSignal;
import io.redisreplicaset.operator.api.DataNodeStatus;
import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.app.RrsMain;
import io.redisreplicaset.operator.node.NodeTalk;
import io.redisreplicaset.operator.node.StatusMap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;

/// `rrs local` as a user starts it, in a process of its own, with nodes that are processes of their own.
final class RunningSet {
    static final Path NODE_PROGRAM = RealNode.PROGRAM;

    /// Long, since the machine may have other things to do; nothing waits for its end where all goes well.
    static final Duration PATIENCE = ofSeconds(90);

    private static final int PORTS = 130;
    private static final String SET = "cache";

    private final Path folder;
    private final int port;
    private final Process process;
    private final List<String> printed = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private volatile int forgotten;
    private final List<Thread> readers = new ArrayList<>();

    private RunningSet(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
        readers.add(collect(process.getInputStream(), printed));
        readers.add(collect(process.getErrorStream(), complaints));
    }

    /// Starts it, on free ports, with its data and its file in this folder.
    static RunningSet start(Path folder, String spec) throws IOException {
        Files.writeString(folder.resolve("cache.yaml"), spec);
        return startOn(folder, FreePorts.inARow(PORTS));
    }

    /// With the file that is there.
    static RunningSet startOn(Path folder, int port) throws IOException {
        return new RunningSet(folder, port, command(folder, port).start());
    }

    static ProcessBuilder command(Path folder, int port, String... more) {
        List<String> words = new ArrayList<>(List.of(
                // A group of its own, as in a terminal: Ctrl-C is for all of it.
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + CommittedFile.repository().resolve("operator/src/main/dist/lib/jvm.options"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RrsMain.class.getName(),
                "local",
                folder.resolve("cache.yaml").toString(),
                "--dir",
                folder.resolve("data").toString(),
                "--port",
                String.valueOf(port),
                "--node-program",
                NODE_PROGRAM.toString()));
        words.addAll(List.of(more));
        ProcessBuilder command = new ProcessBuilder(words);
        // They live for seconds: to be up soon is worth more than to be fast.
        command.environment().put("RRS_NODE_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Xmx256m");
        return command;
    }

    /// A spec as a user writes it. That a process has ended is noticed at once whatever it says; a machine that stalls
    /// for a second or two is no failure, which would be one more than the test knows of.
    static String spec(int replicas, String... more) {
        return spec(replicas, List.of(), more);
    }

    static String spec(int replicas, List<String> annotations, String... more) {
        StringBuilder text = new StringBuilder("""
                apiVersion: redisreplicaset.io/v1alpha1
                kind: RedisReplicaSet
                metadata:
                  name: cache
                """);
        if (!annotations.isEmpty()) {
            text.append("  annotations:\n");
            annotations.forEach(line -> text.append("    ").append(line).append('\n'));
        }
        text.append("spec:\n  replicas: ").append(replicas).append('\n');
        text.append("  failover: {detectionTimeoutMillis: 5000}\n");
        for (String line : more) {
            text.append("  ").append(line).append('\n');
        }
        return text.toString();
    }

    private static Thread collect(InputStream from, List<String> into) {
        return Thread.ofVirtual().start(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    into.add(line);
                }
            } catch (IOException closed) {
                // The process was ended by the test.
            }
        });
    }

    /// Saves the file as an editor does.
    void save(String spec) throws IOException {
        save(folder, spec);
    }

    static void save(Path folder, String spec) throws IOException {
        Path temporary = Files.writeString(folder.resolve("cache.yaml.tmp"), spec);
        Files.move(temporary, folder.resolve("cache.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }

    // ------------------------------------------------------------------ what it is

    int port() {
        return port;
    }

    int replicaPort() {
        return port + 1;
    }

    int nodePort(String node) {
        return port + 10 + Integer.parseInt(node.substring(node.lastIndexOf('-') + 1));
    }

    long pid() {
        return process.pid();
    }

    long pidOf(String node) throws IOException {
        return NodeTalk.pid(nodePort(node));
    }

    List<Long> nodePids() {
        return process.children().map(ProcessHandle::pid).toList();
    }

    List<String> complaints() {
        return complaints;
    }

    Path dataFolder() {
        return folder.resolve("data").resolve(SET);
    }

    RedisReplicaSetStatus status() {
        Path file = dataFolder().resolve("state.json");
        try {
            return Files.exists(file)
                    ? new KubernetesSerialization()
                            .unmarshal(Files.readString(file), StateFile.State.class)
                            .status()
                    : RedisReplicaSetStatus.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String master() {
        return String.valueOf(status().master());
    }

    /// What was printed until now is not looked at any more.
    void forget() {
        forgotten = printed.size();
    }

    void lookBack() {
        forgotten = 0;
    }

    List<String> printed() {
        // A part of the list itself would be of no use any more when the next line comes.
        List<String> all = List.copyOf(printed);
        return all.subList(forgotten, all.size());
    }

    boolean hasPrinted(String words) {
        return printed().stream().anyMatch(line -> line.contains(words));
    }

    /// A suspicion is none of them: one reply that comes late is enough for it, and it passes by itself.
    List<String> warnings() {
        return printed().stream()
                .filter(line -> line.contains("Warning") && !line.contains("MasterSuspected"))
                .toList();
    }

    // ------------------------------------------------------------------ waiting

    /// Until all nodes are there, follow, and vote.
    RunningSet awaitWhole(int nodes) {
        awaitThat(nodes + " nodes that serve", () -> isWhole(nodes));
        return this;
    }

    private boolean isWhole(int nodes) {
        RedisReplicaSetStatus status = status();
        var voters = status.voters();
        return status.phase() == Phase.RUNNING
                // A failover that is complete says that it runs, before the nodes were looked at again.
                && (nodes + " of " + nodes + " nodes serve").equals(status.phaseReason())
                && status.replicas() == nodes
                && status.readyReplicas() == nodes
                && status.failover() == null
                && status.unfinishedVoters() == null
                && voters != null
                && voters.members().size() == nodes
                && status.nodes().stream().allMatch(this::isOfThisProcess);
    }

    /// The state outlives its processes: it may be what an earlier one was like.
    private boolean isOfThisProcess(DataNodeStatus node) {
        try {
            return NodeTalk.status(nodePort(node.name())).text("runId").equals(node.runId());
        } catch (IOException | StatusMap.MissingField another) {
            return false;
        }
    }

    void awaitPrinted(String words) {
        awaitThat("a line with '" + words + "'", () -> hasPrinted(words));
    }

    void awaitThat(String what, BooleanSupplier condition) {
        try {
            await(what)
                    .atMost(PATIENCE)
                    .pollInterval(ofMillis(25))
                    .pollDelay(Duration.ZERO)
                    .until(() -> condition.getAsBoolean() || !process.isAlive());
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(what + " did not come about:\n" + this, late);
        }
        if (!process.isAlive() && !condition.getAsBoolean()) {
            throw new AssertionError("it has ended before there was " + what + ":\n" + this);
        }
    }

    /// @return the exit code
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end:\n" + this);
        }
        for (Thread reader : readers) {
            reader.join();
        }
        return process.exitValue();
    }

    /// As a terminal does: to all processes in front of it. Then until it is gone.
    int pressCtrlC() throws InterruptedException {
        UnixSignal.INT.to(-pid());
        return awaitEnd();
    }

    /// Ends it, however it is.
    void stop() throws InterruptedException {
        if (process.isAlive()) {
            process.destroy();
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    /// Everything it said, for a test that fails.
    @Override
    public String toString() {
        return String.join("\n", printed) + "\n" + String.join("\n", complaints);
    }
}
