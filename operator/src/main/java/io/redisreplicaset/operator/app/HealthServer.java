package io.redisreplicaset.operator.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// `/livez`, `/readyz` and `/metrics`.
///
/// Alive is a process that answers: what it waits for, a restart would not bring. Ready is one whose caches are filled,
/// also while it waits for the lease, so that a roll-out of two operators comes to its end.
final class HealthServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final int NOT_FOUND = 404;
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;

    /// @param unready why it is not ready, or empty where it is
    /// @param metrics in Prometheus's text format
    HealthServer(int port, Supplier<Optional<String>> unready, Supplier<String> metrics) throws IOException {
        server = HttpServer.create(new InetSocketAddress(port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, NOT_FOUND, TEXT, "not found\n"));
        server.createContext("/livez", exchange -> answer(exchange, OK, TEXT, "ok\n"));
        server.createContext("/readyz", exchange -> {
            Optional<String> why = unready.get();
            answer(exchange, why.isEmpty() ? OK : UNAVAILABLE, TEXT, why.orElse("ok") + "\n");
        });
        server.createContext("/metrics", exchange -> answer(exchange, OK, PROMETHEUS, metrics.get()));
    }

    void start() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
