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
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A real redis-server on loopback, in a folder of its own.
public final class PeerServer implements Server {
    private static final int LOWEST_PORT = 10_000;
    private static final int PORTS = 10_000;
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(new Random().nextInt(PORTS));

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

    /// A port that nobody listens on at this moment, and that was not given before. None of those that outgoing
    /// connections take: one of them could have it by the time that a server wants it, or wants it again.
    public static int freePort() {
        for (int attempt = 0; attempt < PORTS; attempt++) {
            int port = LOWEST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                // The next one may be free.
            }
        }
        throw new IllegalStateException("no free port from " + LOWEST_PORT + " to " + (LOWEST_PORT + PORTS - 1));
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
