package io.redisreplicaset.datanode.server;

import io.redisreplicaset.datanode.persistence.PeerServer;
import io.redisreplicaset.datanode.wire.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;

/// A node as a process of its own, and its log.
public final class NodeProcess implements Server {
    private static final long NO_LIMIT = -1;
    private static final int ANY_PORT = 0;
    private static final int FAULT = 70;

    private final Process process;
    private final Path log;
    private final int port;

    private NodeProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /// What a node is started with.
    ///
    /// @param configFile its directives come before the others, which therefore win
    /// @param maxFileKilobytes files of it can't get larger: the disk is full to it
    /// @param port 0 for any that is free
    public record Wish(
            Path folder,
            Optional<Path> configFile,
            List<String> jvmOptions,
            long maxFileKilobytes,
            int port,
            List<String> directives) {
        public static Wish in(Path folder, String... directives) {
            return new Wish(folder, Optional.empty(), List.of(), NO_LIMIT, ANY_PORT, List.of(directives));
        }

        public Wish withConfigFile(Path file) {
            return new Wish(folder, Optional.of(file), jvmOptions, maxFileKilobytes, port, directives);
        }

        public Wish withJvmOptions(String... options) {
            return new Wish(folder, configFile, List.of(options), maxFileKilobytes, port, directives);
        }

        public Wish withFilesUpToKilobytes(long limit) {
            return new Wish(folder, configFile, jvmOptions, limit, port, directives);
        }

        public Wish atPort(int wanted) {
            return new Wish(folder, configFile, jvmOptions, maxFileKilobytes, wanted, directives);
        }
    }

    /// Starts a node and waits until it has loaded its data.
    public static NodeProcess serving(Wish wish) throws IOException {
        NodeProcess node = started(wish);
        node.awaitLog("Ready to accept connections");
        return node;
    }

    /// Starts a node and does not wait.
    public static NodeProcess started(Wish wish) throws IOException {
        int port = wish.port == ANY_PORT ? PeerServer.freePort() : wish.port;
        List<String> command = new ArrayList<>();
        if (wish.maxFileKilobytes != NO_LIMIT) {
            command.addAll(List.of("/bin/bash", "-c", "ulimit -f " + wish.maxFileKilobytes + "; exec \"$0\" \"$@\""));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseCompactObjectHeaders",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(wish.jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), DataNodeMain.class.getName()));
        wish.configFile.ifPresent(file -> command.add(file.toString()));
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
        command.addAll(List.of("--dir", wish.folder.toString(), "--enable-debug-command", "yes"));
        command.addAll(wish.directives);
        Path log = Files.createTempFile(wish.folder, "node", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new NodeProcess(process, log, port);
    }

    @Override
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A line of `INFO persistence`.
    static String info(Jedis client, String name) {
        return client.info("persistence")
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("(none)");
    }

    public static String text(Object reply) {
        return new String((byte[]) reply, StandardCharsets.UTF_8);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void awaitExit() {
        exitCode();
    }

    public int exitCode() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the node did not end; its log:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /// A node that stopped over a fault of its own fails every test, whatever the test was about.
    @Override
    public void close() {
        boolean hasFault = !process.isAlive() && process.exitValue() == FAULT;
        process.destroyForcibly();
        awaitExit();
        if (hasFault) {
            throw new AssertionError("the node met a fault of its own; its log:\n" + log());
        }
    }
}
