package io.redisreplicaset.datanode.replication.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.datanode.replication.replica.StreamReader.After;
import io.redisreplicaset.datanode.resp.Request;
import io.redisreplicaset.datanode.resp.RespProtocolException;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class StreamReaderTest {
    /// Runs MULTI and EXEC as a node would, and writes down what it was told.
    private static final class Recorder implements StreamReader.Applier {
        final List<String> ran = new ArrayList<>();
        final ByteArrayOutputStream applied = new ByteArrayOutputStream();
        final List<Integer> appliedUpTo = new ArrayList<>();
        boolean isOpen;
        String stopsAt = "nowhere";
        String tellsAt = "nowhere";
        boolean goesOn = true;

        @Override
        public After run(Request request) {
            String name = request.count() == 0 ? "" : request.text(0);
            ran.add(name);
            if (name.equals("MULTI")) {
                isOpen = true;
            } else if (name.equals("EXEC")) {
                isOpen = false;
            }
            if (name.equals(stopsAt)) {
                return After.STOP;
            }
            if (name.equals(tellsAt)) {
                return After.WHOLE_TELL_NOW;
            }
            return isOpen ? After.OPEN : After.WHOLE;
        }

        @Override
        public boolean applied(byte[] bytes, int offset, int length) {
            applied.write(bytes, offset, length);
            assertThat(occurrences("MULTI")).as("told inside a transaction").isEqualTo(occurrences("EXEC"));
            appliedUpTo.add(applied.size());
            return goesOn;
        }

        private long occurrences(String word) {
            return Pattern.compile(word)
                    .matcher(applied.toString(StandardCharsets.ISO_8859_1))
                    .results()
                    .count();
        }
    }

    private final StreamReader reader = new StreamReader();
    private final Recorder node = new Recorder();

    private static byte[] requests(String... names) {
        RespWriter writer = new RespWriter();
        for (String name : names) {
            writer.request(name.getBytes(StandardCharsets.UTF_8));
        }
        return writer.toBytes();
    }

    private void take(byte[] bytes) {
        reader.take(bytes, 0, bytes.length, node);
    }

    @Test
    void tells_once_for_all_that_arrived_together() {
        byte[] bytes = requests("SET", "DEL", "PING");
        take(bytes);
        assertThat(node.ran).containsExactly("SET", "DEL", "PING");
        assertThat(node.appliedUpTo).containsExactly(bytes.length);
    }

    @Test
    void does_not_count_a_transaction_before_its_exec() {
        byte[] begin = requests("SET", "MULTI", "INCR");
        byte[] end = requests("INCR", "EXEC");
        take(begin);
        assertThat(node.applied.size()).isEqualTo(requests("SET").length);
        assertThat(reader.pendingBytes()).isEqualTo(requests("MULTI", "INCR").length);
        take(end);
        assertThat(node.applied.size()).isEqualTo(begin.length + end.length);
        assertThat(reader.pendingBytes()).isZero();
    }

    @Test
    void forgets_an_open_transaction_when_the_link_is_another_one() {
        take(requests("MULTI", "INCR"));
        node.isOpen = false;
        reader.reset();
        take(requests("SET"));
        assertThat(node.applied.toByteArray()).isEqualTo(requests("SET"));
    }

    @Test
    void tells_at_once_where_somebody_waits_for_it() {
        node.tellsAt = "MARKER";
        take(requests("SET", "MARKER", "DEL"));
        assertThat(node.appliedUpTo)
                .containsExactly(requests("SET", "MARKER").length, requests("SET", "MARKER", "DEL").length);
    }

    @Test
    void runs_nothing_behind_a_stop() {
        node.stopsAt = "BAD";
        take(requests("SET", "BAD", "DEL"));
        assertThat(node.ran).containsExactly("SET", "BAD");
        assertThat(node.applied.size()).isZero();
        assertThat(reader.pendingBytes()).isZero();
    }

    @Test
    void runs_nothing_when_what_was_told_ends_the_link() {
        node.tellsAt = "MARKER";
        node.goesOn = false;
        take(requests("MARKER", "DEL"));
        assertThat(node.ran).containsExactly("MARKER");
        assertThat(reader.pendingBytes()).isZero();
    }

    @Test
    void takes_empty_lines_as_part_of_the_stream() {
        byte[] bytes = "\r\n*1\r\n$4\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII);
        take(bytes);
        assertThat(node.ran).containsExactly("", "PING");
        assertThat(node.applied.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void refuses_what_is_no_stream() {
        assertThatThrownBy(() -> take("*x\r\n".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(RespProtocolException.class);
    }

    @RepeatedTest(300)
    void applies_the_same_bytes_however_they_arrive() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<String> names = new ArrayList<>();
        RespWriter writer = new RespWriter();
        for (int i = 0; i < 40; i++) {
            if (random.nextInt(4) == 0) {
                add(writer, names, "MULTI", 0);
                for (int j = random.nextInt(5); j >= 0; j--) {
                    add(writer, names, "INCR", random.nextInt(300));
                }
                add(writer, names, "EXEC", 0);
            } else {
                add(writer, names, "SET", random.nextInt(300));
            }
        }
        byte[] stream = writer.toBytes();
        int longest = 1 + random.nextInt(400);
        for (int at = 0; at < stream.length; ) {
            int to = Math.min(stream.length, at + 1 + random.nextInt(longest));
            // A copy each time, as the shared scratch of a real read would be overwritten.
            byte[] piece = java.util.Arrays.copyOfRange(stream, at, to);
            reader.take(piece, 0, piece.length, node);
            at = to;
            assertThat(node.applied.size() + reader.pendingBytes())
                    .as("seed %d", seed)
                    .isEqualTo(at);
        }
        assertThat(node.ran).as("seed %d", seed).isEqualTo(names);
        assertThat(node.applied.toByteArray()).as("seed %d", seed).isEqualTo(stream);
    }

    private static void add(RespWriter writer, List<String> names, String name, int argumentBytes) {
        names.add(name);
        if (argumentBytes == 0) {
            writer.request(name.getBytes(StandardCharsets.UTF_8));
        } else {
            writer.request(name.getBytes(StandardCharsets.UTF_8), new byte[argumentBytes]);
        }
    }
}
