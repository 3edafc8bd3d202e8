package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.resp.ReplyParser;
import io.redisreplicaset.datanode.resp.RespValue;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/// Upstreams that say what no upstream should: the replica says so once a try, keeps its data, and tries again.
final class HostileUpstreamIT {
    private static final String ID = "0123456789".repeat(4);

    @TempDir
    Path folder = Path.of("");

    /// What an upstream does with each connection.
    private interface Script {
        void play(Socket socket, OutputStream out) throws IOException;
    }

    /// Something that listens, and plays a script to each who connects.
    private static final class Impostor implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        final AtomicInteger visits = new AtomicInteger();

        Impostor(Script script) throws IOException {
            Thread.ofVirtual().start(() -> {
                while (!listener.isClosed()) {
                    try (Socket socket = listener.accept()) {
                        visits.incrementAndGet();
                        socket.setSoTimeout(5000);
                        script.play(socket, socket.getOutputStream());
                    } catch (IOException over) {
                        // The replica has gone, or the test is over.
                    }
                }
            });
        }

        int port() {
            return listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    /// Answers the handshake up to PSYNC, which it answers with `verdict`.
    private static RequestCounter handshake(Socket socket, OutputStream out, String verdict) throws IOException {
        RequestCounter requests = new RequestCounter(socket);
        requests.await(1);
        say(out, "+PONG\r\n");
        requests.await(2);
        say(out, "+OK\r\n+OK\r\n");
        requests.await(1);
        say(out, verdict);
        return requests;
    }

    /// Reads requests without looking at them.
    private static final class RequestCounter {
        private final Socket socket;
        private final ReplyParser parser = new ReplyParser(1024 * 1024);
        private byte last;

        RequestCounter(Socket socket) {
            this.socket = socket;
        }

        void await(int count) throws IOException {
            byte[] buffer = new byte[4096];
            int seen = 0;
            RespValue next = parser.next();
            while (seen < count) {
                if (next != null) {
                    seen++;
                    next = seen < count ? parser.next() : null;
                    continue;
                }
                int read = socket.getInputStream().read(buffer);
                if (read < 0) {
                    throw new IOException("gone");
                }
                parser.feed(buffer, 0, withoutSignsOfLife(buffer, read));
                next = parser.next();
            }
        }

        /// A replica that is busy sends empty lines, which are no requests.
        ///
        /// @return how many bytes are left, at the beginning of the buffer
        private int withoutSignsOfLife(byte[] buffer, int count) {
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if (buffer[i] != '\n' || last == '\r') {
                    buffer[kept++] = buffer[i];
                }
                last = buffer[i];
            }
            return kept;
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /// A node with a key follows the impostor; it complains as it should, still has its key, and comes again.
    private void refuses(String complaint, Script script) throws IOException {
        try (Impostor impostor = new Impostor(script);
                Server node = Program.NODE.start(folder, "node");
                Jedis client = node.client()) {
            client.set("mine", "value");
            client.replicaof("127.0.0.1", impostor.port());
            node.awaitLog(complaint);
            Awaitility.await("it tries again").atMost(Server.PATIENCE).until(() -> impostor.visits.get() >= 3);
            // One line a visit: no more than what somebody can read.
            long lines =
                    node.log().lines().filter(line -> line.contains(complaint)).count();
            assertThat(lines).isBetween(1L, (long) impostor.visits.get());
            assertThat(client.get("mine")).isEqualTo("value");
            assertThat(node.info("master_link_status")).isEqualTo("down");
            client.replicaofNoOne();
            assertThat(client.set("mine", "other")).isEqualTo("OK");
        }
    }

    @Test
    void garbage_instead_of_a_greeting() throws IOException {
        refuses(
                "MASTER answered PING with 'HTTP/1.1 400 Bad Request'",
                (_, out) -> say(out, "HTTP/1.1 400 Bad Request\r\n\r\n"));
    }

    @Test
    void bytes_without_an_end() throws IOException {
        refuses("Protocol error from MASTER: expected a line of at most 4096 bytes", (socket, out) -> {
            out.write(new byte[100_000]);
            out.flush();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
    }

    @Test
    void a_malformed_promise() throws IOException {
        refuses(
                "expected '+FULLRESYNC <id> <offset>' from MASTER, got '+FULLRESYNC abc 1'",
                (socket, out) -> handshake(socket, out, "+FULLRESYNC abc 1\r\n"));
    }

    @Test
    void a_malformed_announcement() throws IOException {
        refuses(
                "expected '$<length>' or '$EOF:<mark>' from MASTER, got '*3'",
                (socket, out) -> handshake(socket, out, "+FULLRESYNC " + ID + " 1\r\n*3\r\n"));
    }

    @Test
    void a_snapshot_that_is_none() throws IOException {
        refuses(
                "Internal error in RDB from MASTER: ",
                (socket, out) -> handshake(socket, out, "+FULLRESYNC " + ID + " 1\r\n$20\r\nthis is no snapshot!"));
    }

    @Test
    void a_snapshot_that_breaks_off() throws IOException {
        refuses(
                "Connection with MASTER lost in the middle of a transfer",
                (socket, out) -> handshake(socket, out, "+FULLRESYNC " + ID + " 1\r\n$1000\r\nREDIS0010"));
    }

    @Test
    void a_continuation_that_nobody_asked_for() throws IOException {
        refuses(
                "MASTER goes on with a history that was not asked for: +CONTINUE " + ID,
                (socket, out) -> handshake(socket, out, "+CONTINUE " + ID + "\r\n"));
    }

    @Test
    void an_upstream_that_closes_at_once() throws IOException {
        refuses("Connection with MASTER lost in the middle of: handshake", (_, _) -> {});
    }

    /// An empty snapshot in the format of Redis 7.0, without a checksum.
    private static final String EMPTY_SNAPSHOT = "REDIS0010\u00ff" + "\0".repeat(8);

    private void breaksOff(String complaint, String stream) throws IOException {
        AtomicInteger plays = new AtomicInteger();
        String snapshot = "+FULLRESYNC " + ID + " 1\r\n$" + EMPTY_SNAPSHOT.length() + "\r\n" + EMPTY_SNAPSHOT;
        try (Impostor impostor = new Impostor((socket, out) -> {
                    if (plays.getAndIncrement() > 0) {
                        handshake(socket, out, "-NOMASTERLINK not now\r\n");
                        return;
                    }
                    // It acks the snapshot; then comes the stream.
                    handshake(socket, out, snapshot).await(1);
                    say(out, stream);
                });
                Server node = Program.NODE.start(folder, "node");
                Jedis client = node.client()) {
            client.replicaof("127.0.0.1", impostor.port());
            node.awaitLog(complaint);
            assertThat(client.get("key")).isEqualTo("value");
            assertThat(node.isAlive()).isTrue();
        }
    }

    private static final String SET = "*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$5\r\nvalue\r\n";

    @Test
    void a_stream_that_is_cut_in_the_middle_of_a_command() throws IOException {
        breaksOff("Connection with master lost.", SET + "*3\r\n$3\r\nSET\r\n$3\r\nke");
    }

    @Test
    void a_stream_that_is_no_stream_of_commands() throws IOException {
        breaksOff("Protocol error from MASTER: ", SET + "*3\r\n$3\r\nSET\r\n:12\r\n");
    }

    @Test
    void a_transaction_that_never_ends_changes_nothing() throws IOException {
        breaksOff(
                "Connection with master lost.",
                SET + "*1\r\n$5\r\nMULTI\r\n*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$5\r\nother\r\n");
    }

    @Test
    void a_command_that_this_node_does_not_know() throws IOException {
        breaksOff(
                "== CRITICAL == This replica is sending an error to its master: 'ERR unknown command 'NONSENSE'",
                SET + "*1\r\n$8\r\nNONSENSE\r\n");
    }

    @Test
    void commands_that_would_steer_the_node() throws IOException {
        breaksOff("'ERR 'shutdown' can't be a part of the history'", SET + "*1\r\n$8\r\nSHUTDOWN\r\n");
    }
}
