package io.redisreplicaset.datanode.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// The admin port: `/livez`, `/readyz`, `/metrics`. It has threads of its own and reads only what the owner has
/// published, so neither
/// a flood of clients nor a long command blocks a probe.
final class AdminServer {
    private static final int BACKLOG = 64;

    private final HttpServer server;

    /// An answer to a probe.
    ///
    /// @param reason one line for whoever asks why
    record Verdict(boolean isGood, String reason) {}

    private AdminServer(HttpServer server) {
        this.server = server;
    }

    /// @throws IOException the port can't be bound; the message names it
    static AdminServer start(
            InetSocketAddress address, Supplier<Verdict> live, Supplier<Verdict> ready, Supplier<String> metrics)
            throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(address, BACKLOG);
        } catch (IOException taken) {
            throw new IOException("admin-port " + address.getPort() + ": " + taken.getMessage(), taken);
        }
        server.setExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("admin-", 0).factory()));
        server.createContext("/livez", exchange -> answer(exchange, live.get()));
        server.createContext("/readyz", exchange -> answer(exchange, ready.get()));
        server.createContext("/metrics", exchange -> send(exchange, 200, "text/plain; version=0.0.4", metrics.get()));
        server.start();
        return new AdminServer(server);
    }

    int port() {
        return server.getAddress().getPort();
    }

    void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, Verdict verdict) throws IOException {
        send(exchange, verdict.isGood ? 200 : 503, "text/plain", verdict.reason + "\n");
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
