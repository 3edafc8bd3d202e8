package io.redisreplicaset.datanode.persistence;

import io.redisreplicaset.datanode.wire.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A real redis-server on loopback, in a folder of its own.
public final class PeerServer implements Server {
    private final Process process;
    private final int port;
    private final Path log;

    private PeerServer(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /// Whether there is one on this machine.
    public static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/bin/redis-server"))
                && Files.isExecutable(Path.of("/usr/bin/redis-check-rdb"));
    }

    /// A port that nobody listens on at this moment.
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public static PeerServer start(Path folder, String... directives) throws IOException {
        return startAt(freePort(), folder, directives);
    }

    public static PeerServer startAt(int port, Path folder, String... directives) throws IOException {
        Path log = Files.createTempFile(folder, "redis", ".log");
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/redis-server",
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--enable-debug-command",
                "yes"));
        command.addAll(List.of(directives));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        PeerServer server = new PeerServer(process, port, log);
        server.awaitLog("Ready to accept connections");
        return server;
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
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("redis-server did not end; its log:\n" + log());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /// At once: an orderly end would wait for replicas that a test has stopped.
    @Override
    public void close() {
        process.destroyForcibly();
        awaitExit();
    }
}
