package io.redisreplicaset.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HealthServerTest {
    private final AtomicReference<Optional<String>> unready = new AtomicReference<>(Optional.of("starting"));
    private HealthServer server;

    @BeforeEach
    void start() throws IOException {
        server = new HealthServer(0, unready::get, () -> "rrs_operator_leader 1.0\n");
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void is_alive_before_it_is_ready() throws IOException, InterruptedException {
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).isEqualTo("starting\n");

        unready.set(Optional.empty());

        assertThat(get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void shows_metrics_as_prometheus_reads_them() throws IOException, InterruptedException {
        HttpResponse<String> response = get("/metrics");

        assertThat(response.body()).isEqualTo("rrs_operator_leader 1.0\n");
        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void has_nothing_else() throws IOException, InterruptedException {
        assertThat(get("/").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
