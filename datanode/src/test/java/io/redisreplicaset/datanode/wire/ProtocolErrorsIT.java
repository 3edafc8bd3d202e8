package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Bytes that are no requests, or hardly: answered to the byte as a real server answers them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProtocolErrorsIT {
    private static final Duration SILENCE = Duration.ofMillis(60);

    /// More than it takes to read the longest request.
    private static final int TURNS = 10;

    private Server redis;
    private Server node;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        redis = Program.REDIS.start(folder, "redis");
        node = Program.NODE.start(folder, "node");
        // The first request of a process takes longer than the silence that ends an answer.
        node.info("role");
    }

    @AfterAll
    void stop() {
        redis.close();
        node.close();
    }

    static List<String> requests() {
        return List.of(
                "PING\r\n",
                "PING\n",
                "\r\n\r\nPING\r\n",
                "SET inline 'quoted value'\r\nGET inline\r\n",
                "SET inline \"a\\x41b\"\r\nGET inline\r\n",
                "SET \"unbalanced\r\n",
                "SET 'unbalanced\r\n",
                "SET \"a\"b c\r\n",
                "GET\r\n",
                "NOSUCH a b\r\n",
                "*1\r\n$4\r\nPING\r\n",
                "*0\r\n*1\r\n$4\r\nPING\r\n",
                "*-1\r\n*1\r\n$4\r\nPING\r\n",
                "*-10\r\nPING\r\n",
                "*abc\r\n",
                "*1048577\r\n",
                "*2147483648\r\n",
                "*99999999999999999999\r\n",
                "*1\r\n+PING\r\n",
                "*1\r\n:1\r\n",
                "*1\r\nfoo\r\n",
                "*1\r\n$abc\r\n",
                "*1\r\n$-1\r\n",
                "*1\r\n$536870913\r\n",
                "*1\r\n$99999999999999999999\r\n",
                "*3\r\n$3\r\nSET\r\n$1\r\nx\r\nfooz\r\n",
                "*3\r\n$3\r\nSET\r\n$1\r\nx\r\n$-10\r\n",
                "*1\r\n$4\r\nPINGxx*1\r\n$4\r\nPING\r\n",
                "*2\r\n$3\r\nGET\r\n$0\r\n\r\n",
                "*1\r\n$0\r\n\r\n",
                "*3\r\n$3\r\nSET\r\n$1\r\n\0\r\n$3\r\n\0\r\n\r\n*2\r\n$3\r\nGET\r\n$1\r\n\0\r\n",
                "\0\0\0PING\r\n",
                "*1 \r\n$4\r\nPING\r\n",
                "*01\r\n$4\r\nPING\r\n",
                "*1\r\n$04\r\nPING\r\n",
                "*+1\r\n$4\r\nPING\r\n",
                "*1\n$4\nPING\r\n",
                "MULTI\r\nSET a 1\r\nNOSUCH\r\nEXEC\r\nPING\r\n",
                "MULTI\r\nSET a 1\r\nGET a\r\nEXEC\r\n",
                "EXEC\r\nDISCARD\r\n",
                "MULTI\r\nMULTI\r\nDISCARD\r\n",
                "SELECT 99\r\nSELECT x\r\nSELECT -1\r\n",
                "SUBSCRIBE c\r\nGET a\r\nPING\r\n",
                "HELLO 4\r\nHELLO x\r\nHELLO 3 AUTH default\r\n",
                "AUTH x\r\nAUTH x y\r\n",
                "QUIT\r\nPING\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\n\r\nPING\r\n");
    }

    @Test
    void a_browser_is_sent_away_without_the_answer_to_its_first_line() {
        // In one piece: Redis throws away what it has not sent by then, so here it does matter how the bytes arrive.
        String request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assertThat(answer(node, request)).isEqualTo(answer(redis, request)).isEqualTo("(closed)");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_request_is_answered_as_by_redis(String request) {
        assertThat(answer(node, request)).isEqualTo(answer(redis, request));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void it_does_not_matter_how_the_bytes_arrive(String request) {
        assertThat(answerBytewise(node, request)).isEqualTo(answer(node, request));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void what_never_ends_is_cut_off(String beginning, int bytes) {
        String request = beginning + "x".repeat(bytes);
        assertThat(answer(node, request)).isEqualTo(answer(redis, request));
    }

    @Test
    void the_bounds_of_a_stranger_end_with_its_auth(@TempDir Path folder) throws IOException {
        String[] password = {"--requirepass", "secret"};
        String many = "*12\r\n$3\r\nDEL\r\n" + "$1\r\na\r\n".repeat(11);
        try (Server lockedRedis = Program.REDIS.start(folder, "redis", password);
                Server lockedNode = Program.NODE.start(folder, "node", password)) {
            for (String auth : List.of("secret", "wrong")) {
                String request = "AUTH " + auth + "\r\n" + many;
                assertThat(twoReplies(lockedNode, request)).isEqualTo(twoReplies(lockedRedis, request));
            }
        }
    }

    private static String twoReplies(Server server, String requests) {
        try (Wire wire = server.wire()) {
            wire.sendText(requests);
            return wire.readText() + "\n" + wire.readText();
        }
    }

    static List<Arguments> sizes() {
        return List.of(Arguments.of("", 70_000), Arguments.of("*", 70_000), Arguments.of("*1\r\n$", 70_000));
    }

    private static String answer(Server server, String request) {
        try (Wire wire = server.wire()) {
            wire.sendText(request);
            return wholeAnswer(server, wire);
        }
    }

    /// A silence alone could be that of a busy machine: it counts from when the server has served others after this.
    private static String wholeAnswer(Server server, Wire wire) {
        try (Wire other = server.wire()) {
            for (int turn = 0; turn < TURNS; turn++) {
                other.say("PING");
            }
        }
        return wire.everythingWithin(SILENCE);
    }

    private static String answerBytewise(Server server, String request) {
        try (Wire wire = server.wire()) {
            for (byte each : request.getBytes(StandardCharsets.ISO_8859_1)) {
                try {
                    wire.sendBytes(new byte[] {each});
                } catch (UncheckedIOException closed) {
                    break;
                }
            }
            return wholeAnswer(server, wire);
        }
    }
}
