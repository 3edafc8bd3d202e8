package io.redisreplicaset.operator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.redisreplicaset.operator.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class LocalPortsIT {
    private static final String OURS = "*4\r\n$5\r\nsetId\r\n$4\r\nours\r\n$4\r\nname\r\n$7\r\ncache-0\r\n";

    private final int port = FreePorts.inARow(130);
    private final QuietDisplay display = new QuietDisplay();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final LocalPorts ports = new LocalPorts(
            new LocalOptions(Path.of("f"), Path.of("d"), port, port + 1, port + 10, Path.of("rrs-node")));

    @Test
    void a_node_of_an_earlier_run_is_waited_for() throws IOException {
        try (ServerSocket node = answering(OURS)) {
            assertThat(node.isBound()).isTrue();

            assertThatCode(() -> ports.claim(3, "ours", display, stopping)).doesNotThrowAnyException();
        }
        assertThat(display.said).containsExactly("Waiting for the nodes of an earlier run to end");
    }

    @Test
    void one_that_says_nothing_for_a_moment_is_asked_again() throws IOException {
        try (ServerSocket node = answering("", OURS)) {
            assertThat(node.isBound()).isTrue();

            assertThatCode(() -> ports.claim(3, "ours", display, stopping)).doesNotThrowAnyException();
        }
        assertThat(display.said).containsExactly("Waiting for the nodes of an earlier run to end");
    }

    @Test
    void one_that_goes_on_saying_nothing_is_not() throws IOException {
        try (ServerSocket mute = answering("")) {
            assertThat(problem()).contains(String.valueOf(mute.getLocalPort()));
        }
        assertThat(display.said).isEmpty();
    }

    @Test
    void a_node_of_another_set_is_not() throws IOException {
        try (ServerSocket node = answering("*2\r\n$5\r\nsetId\r\n$6\r\ntheirs\r\n")) {
            assertThat(problem()).contains(String.valueOf(node.getLocalPort()));
        }
        assertThat(display.said).isEmpty();
    }

    @Test
    void who_does_not_speak_the_protocol_is_not() throws IOException {
        try (ServerSocket web = answering("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            assertThat(problem()).contains(String.valueOf(web.getLocalPort()));
        }
    }

    @Test
    void the_wait_ends_when_the_run_is_to_end() throws IOException {
        stopping.countDown();
        try (ServerSocket node = answering(OURS)) {
            assertThat(node.isBound()).isTrue();
            assertThatCode(() -> ports.claim(3, "ours", display, stopping)).doesNotThrowAnyException();
        }
    }

    private String problem() {
        LocalProblem problem =
                catchThrowableOfType(LocalProblem.class, () -> ports.claim(3, "ours", display, stopping));
        return String.valueOf(problem.getMessage());
    }

    /// One that answers each question with the next of these and then always with the last, and is gone when it is
    /// waited for.
    private ServerSocket answering(String... replies) throws IOException {
        ServerSocket server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port + 10));
        server.setSoTimeout(20);
        Thread.ofVirtual().start(() -> answer(server, List.of(replies)));
        return server;
    }

    private void answer(ServerSocket server, List<String> replies) {
        int answered = 0;
        while (display.said.isEmpty() && !server.isClosed()) {
            try (Socket client = server.accept()) {
                int _ = client.getInputStream().read(new byte[1024]);
                String reply = replies.get(Math.min(answered, replies.size() - 1));
                client.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
                answered++;
            } catch (IOException nobodyAsked) {
                // Not yet, or not any more.
            }
        }
        try {
            server.close();
        } catch (IOException alreadyClosed) {
            // It is closed either way.
        }
    }
}
