package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.persistence.PeerServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What kubelet and Prometheus are told.
final class ProbesIT {
    @TempDir
    Path folder = Path.of("");

    private record Answer(int status, String body) {}

    private static Answer get(int port, String path) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static void awaitReady(int port, int status, String reason) {
        Awaitility.await(reason).atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Answer ready = get(port, "/readyz");
            assertThat(ready.status).as(ready.body).isEqualTo(status);
            assertThat(ready.body).contains(reason);
        });
    }

    @Test
    void a_member_is_ready_when_its_role_is_known_and_its_link_is_up() throws IOException {
        int admin = PeerServer.freePort();
        try (MemberSet set = MemberSet.start(folder, 2);
                Member probed = set.add(folder, "--admin-port", Integer.toString(admin), "--admin-bind", "127.0.0.1")) {
            assertThat(get(admin, "/livez").status).isEqualTo(200);
            awaitReady(admin, 503, "the node is joining: it waits for its coordinator");
            set.elect(1, 0);
            awaitReady(admin, 200, "replica");
            set.node(0).process().killAtOnce();
            awaitReady(admin, 503, "the link to the upstream is down");
            assertThat(get(admin, "/livez").status).isEqualTo(200);
            probed.fence(2, MemberSet.COORDINATOR);
            awaitReady(admin, 503, "a later epoch was promised: the node waits for its coordinator");
            assertThat(get(admin, "/metrics").body)
                    .contains("rrs_node_epoch", "rrs_node_promised_epoch 2", "rrs_node_replication_offset");
        }
    }

    @Test
    void a_flood_of_clients_keeps_no_probe_waiting() throws IOException {
        int admin = PeerServer.freePort();
        try (MemberSet set = MemberSet.start(
                        folder, 1, "--admin-port", Integer.toString(admin), "--admin-bind", "127.0.0.1");
                Wire client = set.node(0).client()) {
            set.elect(1, 0);
            client.send("DEBUG", "SLEEP", "5");
            assertThat(get(admin, "/livez").status).isEqualTo(200);
            // It was answered while the loop that serves clients stood still.
            assertThat(client.poll(Duration.ofMillis(1))).isEmpty();
            assertThat(client.readText()).isEqualTo("OK");
        }
    }
}
