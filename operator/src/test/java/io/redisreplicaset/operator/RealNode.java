package io.redisreplicaset.operator;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.awaitility.Awaitility.await;

import io.redisreplicaset.operator.node.NodeTalk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/// A data node as the build made it, in a process of its own.
@NullMarked
public final class RealNode {
    public static final Path PROGRAM = CommittedFile.repository().resolve("datanode/target/dist/bin/rrs-node");

    private final Process process;
    private final int port;

    private RealNode(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts it without waiting for it.
    public static RealNode start(Path folder, int port, String setId, String name, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                PROGRAM.toString(),
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--replicaset-id",
                setId,
                "--replicaset-name",
                name,
                "--replicaset-detection-timeout",
                "1000",
                "--exit-when-stdin-closes",
                "yes",
                "--shutdown-timeout",
                "1"));
        words.addAll(List.of(more));
        ProcessBuilder command = new ProcessBuilder(words);
        command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("node.log").toFile()));
        command.environment().put("RRS_NODE_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Xmx256m");
        return new RealNode(command.start(), port);
    }

    public RealNode awaitAnswer() {
        await("the node at port " + port)
                .atMost(ofSeconds(60))
                .pollInterval(ofMillis(20))
                .pollDelay(ZERO)
                .ignoreExceptions()
                .until(() -> NodeTalk.ask(port, "PING").equals("PONG"));
        return this;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public void send(UnixSignal signal) {
        signal.to(process.pid());
    }

    /// At once, and until it is gone.
    public void kill() {
        process.destroyForcibly().onExit().join();
    }
}
