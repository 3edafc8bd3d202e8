package io.redisreplicaset.operator.local;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.redisreplicaset.operator.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FrontPortIT {
    private final List<AutoCloseable> open = new ArrayList<>();
    private int port;
    private FrontPort front;

    @BeforeEach
    void openFront() throws LocalProblem {
        port = FreePorts.inARow(1);
        front = FrontPort.open(port, "--port", ofMinutes(1));
    }

    @AfterEach
    void closeAll() throws Exception {
        front.close();
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void leads_to_the_node() throws IOException {
        front.leadTo(List.of(echo("a")));

        assertThat(ask(connect(), "hello")).isEqualTo("a:hello");
    }

    @Test
    void leads_to_several_nodes_in_turn() throws IOException {
        front.leadTo(List.of(echo("a"), echo("b")));

        List<String> answers = new ArrayList<>();
        for (int connection = 0; connection < 4; connection++) {
            answers.add(ask(connect(), "x"));
        }
        assertThat(answers).containsExactlyInAnyOrder("a:x", "a:x", "b:x", "b:x");
    }

    @Test
    void a_connection_that_comes_while_nobody_serves_waits_for_who_will() throws IOException {
        Socket client = connect();
        client.getOutputStream().write("early\n".getBytes(StandardCharsets.US_ASCII));

        front.leadTo(List.of(echo("a")));

        assertThat(line(client)).isEqualTo("a:early");
    }

    @Test
    void a_connection_that_waited_for_long_is_closed() throws Exception {
        front.close();
        front = FrontPort.open(port, "--port", ofMillis(500));
        long began = System.nanoTime();
        Socket client = connect();

        assertThat(client.getInputStream().read()).isEqualTo(-1);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(ofMillis(500), ofSeconds(20));
    }

    @Test
    void a_node_that_refuses_is_gone_and_its_successor_is_waited_for() throws IOException {
        front.leadTo(List.of(FreePorts.inARow(1)));
        Socket client = connect();
        client.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
        await("the connection").atMost(ofSeconds(20)).until(() -> front.connections() == 1);

        front.leadTo(List.of(echo("b")));

        assertThat(line(client)).isEqualTo("b:hello");
    }

    @Test
    void of_several_nodes_one_that_refuses_is_passed_over() throws IOException {
        int dead = FreePorts.inARow(1);
        front.leadTo(List.of(dead, echo("b")));

        for (int connection = 0; connection < 6; connection++) {
            assertThat(ask(connect(), "x")).isEqualTo("b:x");
        }
    }

    @Test
    void a_node_that_serves_no_more_loses_its_connections_and_others_keep_theirs() throws IOException {
        int a = echo("a");
        int b = echo("b");
        front.leadTo(List.of(a));
        Socket toA = connect();
        assertThat(ask(toA, "x")).isEqualTo("a:x");
        front.leadTo(List.of(a, b));
        Socket toB = connect();
        while (!ask(toB, "x").equals("b:x")) {
            toB = connect();
        }

        front.leadTo(List.of(b));

        assertThat(toA.getInputStream().read()).isEqualTo(-1);
        assertThat(ask(toB, "y")).isEqualTo("b:y");
    }

    @Test
    void a_client_that_has_no_more_to_ask_is_still_answered() throws IOException {
        front.leadTo(List.of(countingUntilTheEnd()));
        Socket client = connect();
        client.getOutputStream().write(new byte[200_000]);

        client.shutdownOutput();

        assertThat(line(client)).isEqualTo("200000");
    }

    @Test
    void a_node_that_ends_the_connection_ends_it_for_the_client() throws IOException {
        ServerSocket node = listen(client -> {});
        front.leadTo(List.of(node.getLocalPort()));

        assertThat(connect().getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void bytes_pass_unread_and_unchanged() throws Exception {
        front.leadTo(List.of(mirror()));
        byte[] sent = new byte[3_000_000];
        new Random(7).nextBytes(sent);
        Socket client = connect();
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                client.getOutputStream().write(sent);
                client.shutdownOutput();
            } catch (IOException broken) {
                throw new IllegalStateException(broken);
            }
        });

        assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
        assertThat(writer.join(ofSeconds(20))).isTrue();
    }

    @Test
    void a_thousand_connections_are_served_at_once_and_nothing_is_left_of_them() throws IOException {
        front.leadTo(List.of(echo("a")));
        assertThat(ask(connect(), "warm")).isEqualTo("a:warm");
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        List<Socket> clients = new ArrayList<>();
        for (int number = 0; number < 1000; number++) {
            clients.add(connect());
        }

        for (int number = 0; number < 1000; number++) {
            assertThat(ask(clients.get(number), "n" + number)).isEqualTo("a:n" + number);
        }
        assertThat(front.connections()).isEqualTo(1001);
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount())
                .as("a connection costs no thread of the system")
                .isLessThan(threads + 50);

        for (Socket client : clients) {
            client.close();
        }
        await("the end of all").atMost(ofSeconds(30)).until(() -> front.connections() == 1);
    }

    @Test
    void closing_closes_what_is_open() throws IOException {
        front.leadTo(List.of(echo("a")));
        Socket served = connect();
        assertThat(ask(served, "x")).isEqualTo("a:x");

        front.close();

        assertThat(FreePorts.areFree(port, 1)).isTrue();
        assertThat(served.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void closing_closes_what_waits() throws IOException {
        Socket waiting = connect();
        await("the connection").atMost(ofSeconds(20)).until(() -> front.connections() == 1);

        front.close();

        assertThat(FreePorts.areFree(port, 1)).isTrue();
        assertThat(waiting.getInputStream().read()).isEqualTo(-1);
    }

    // ------------------------------------------------------------------ clients and nodes

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout(20_000);
        open.add(client);
        return client;
    }

    private static String ask(Socket client, String words) throws IOException {
        client.getOutputStream().write((words + "\n").getBytes(StandardCharsets.US_ASCII));
        return line(client);
    }

    private static String line(Socket client) throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = client.getInputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    private interface Service {
        void serve(Socket client) throws IOException;
    }

    /// A node that answers each line with its name before it.
    private int echo(String name) throws IOException {
        return listen(client -> {
                    for (String line = line(client); !line.isEmpty(); line = line(client)) {
                        client.getOutputStream().write((name + ":" + line + "\n").getBytes(StandardCharsets.US_ASCII));
                    }
                })
                .getLocalPort();
    }

    private int mirror() throws IOException {
        return listen(client -> client.getInputStream().transferTo(client.getOutputStream()))
                .getLocalPort();
    }

    private int countingUntilTheEnd() throws IOException {
        return listen(client -> {
                    long count = client.getInputStream().transferTo(OutputStream.nullOutputStream());
                    client.getOutputStream().write((count + "\n").getBytes(StandardCharsets.US_ASCII));
                })
                .getLocalPort();
    }

    private ServerSocket listen(Service service) throws IOException {
        ServerSocket server = new ServerSocket(0, 2000, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    Thread.ofVirtual().start(() -> serve(service, client));
                } catch (IOException closed) {
                    // The test is over.
                }
            }
        });
        return server;
    }

    private static void serve(Service service, Socket client) {
        try (client) {
            service.serve(client);
        } catch (IOException over) {
            // As a node does.
        }
    }
}
