package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.resp.RespValue;
import io.redisreplicaset.datanode.server.NodeProcess;
import io.redisreplicaset.datanode.server.NodeProcess.Wish;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/// One node of a set under test, and the coordinator's connection to it.
final class Member implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final String setId;
    private final Wish wish;
    private NodeProcess process;
    private Wire control;

    private Member(String name, String setId, Wish wish, NodeProcess process) {
        this.name = name;
        this.setId = setId;
        this.wish = wish;
        this.process = process;
        this.control = new Wire(process.port());
    }

    static Member start(String setId, String name, Wish wish) throws IOException {
        return new Member(name, setId, wish, NodeProcess.serving(wish));
    }

    String name() {
        return name;
    }

    int port() {
        return process.port();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    NodeProcess process() {
        return process;
    }

    Wire client() {
        return new Wire(port());
    }

    /// Starts it again on the same folder and port, after its end.
    void startAgain() throws IOException {
        control.close();
        process = NodeProcess.serving(wish.atPort(port()));
        control = new Wire(port());
    }

    // ------------------------------------------------------------------ commands

    String command(String... words) {
        RespValue reply = reply(words);
        return reply instanceof RespValue.Failure(String text) ? "-" + text : "+" + reply.asText();
    }

    private RespValue reply(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "REPLICASET";
        System.arraycopy(words, 0, all, 1, words.length);
        return control.call(all);
    }

    private Status accepted(String... words) {
        RespValue reply = reply(words);
        assertThat(reply)
                .as("%s: REPLICASET %s", name, String.join(" ", words))
                .isNotInstanceOf(RespValue.Failure.class);
        return Status.of(reply);
    }

    Status status() {
        return accepted("STATUS");
    }

    String status(String key) {
        return status().text(key);
    }

    long number(String key) {
        return Long.parseLong(status(key));
    }

    String nodeId() {
        return status("nodeId");
    }

    Status fence(long epoch, String coordinator) {
        return accepted("FENCE", setId, Long.toString(epoch), coordinator);
    }

    Status promote(long epoch, String coordinator, int writeQuorum, List<String> voters) {
        List<String> words = new ArrayList<>(
                List.of("PROMOTE", setId, Long.toString(epoch), coordinator, Integer.toString(writeQuorum)));
        words.addAll(voters);
        return accepted(words.toArray(String[]::new));
    }

    Status follow(long epoch, Member upstream) {
        return accepted("FOLLOW", setId, Long.toString(epoch), "127.0.0.1", Integer.toString(upstream.port()));
    }

    Status pause(long millis) {
        return accepted("PAUSE", setId, Long.toString(millis));
    }

    void peers(List<Member> others) {
        List<String> words = new ArrayList<>(List.of("PEERS", setId));
        for (Member other : others) {
            words.addAll(List.of(other.name, "127.0.0.1", Integer.toString(other.port())));
        }
        assertThat(command(words.toArray(String[]::new))).isEqualTo("+OK");
    }

    void await(String key, String value) {
        Awaitility.await(name + ": " + key + " is " + value)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(status(key)).isEqualTo(value));
    }

    @Override
    public void close() {
        control.close();
        process.close();
    }
}
