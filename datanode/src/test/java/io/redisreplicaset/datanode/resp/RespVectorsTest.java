package io.redisreplicaset.datanode.resp;

import static io.redisreplicaset.datanode.resp.RespVectors.meaningOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.resp.RespVectors.Vector;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What [ReplyParser] makes of the vectors that it shares with the operator's reader.
final class RespVectorsTest {
    private static final int MAX_BYTES = 1024;

    static List<Vector> all() {
        return RespVectors.all();
    }

    static Stream<Vector> whole() {
        return all().stream().filter(Vector::isWhole);
    }

    @Test
    void are_there() {
        assertThat(all()).hasSizeGreaterThan(80);
    }

    @ParameterizedTest
    @MethodSource("all")
    void are_read_at_once(Vector vector) {
        byte[] bytes = vector.bytes();

        assertThat(outcome(bytes, bytes.length)).isEqualTo(vector.meaning());
    }

    @ParameterizedTest
    @MethodSource("all")
    void are_read_the_same_in_pieces_of_any_size(Vector vector) {
        byte[] bytes = vector.bytes();

        for (int piece = 1; piece < bytes.length; piece++) {
            assertThat(outcome(bytes, piece)).as("pieces of %s", piece).isEqualTo(vector.meaning());
        }
    }

    @ParameterizedTest
    @MethodSource("whole")
    void are_incomplete_until_their_last_byte(Vector vector) {
        byte[] bytes = vector.bytes();

        for (int length = 0; length < bytes.length; length++) {
            ReplyParser parser = new ReplyParser(MAX_BYTES);
            parser.feed(bytes, 0, length);

            assertThat(parser.next()).as("the first %s bytes", length).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("whole")
    void do_not_eat_into_what_follows(Vector vector) {
        byte[] bytes = vector.bytes();
        ReplyParser parser = new ReplyParser(MAX_BYTES);
        parser.feed(bytes, 0, bytes.length);
        parser.feed(RespVectors.unescaped("+next\\r\\n"), 0, 7);

        RespValue first = parser.next();
        RespValue second = parser.next();

        assertThat(first).isNotNull();
        assertThat(second).isEqualTo(new RespValue.Simple("next"));
    }

    /// In the words of the file.
    private static String outcome(byte[] bytes, int piece) {
        ReplyParser parser = new ReplyParser(MAX_BYTES);
        RespValue value = null;
        try {
            for (int at = 0; at < bytes.length && value == null; at += piece) {
                parser.feed(bytes, at, Math.min(piece, bytes.length - at));
                value = parser.next();
            }
        } catch (RespProtocolException refused) {
            return "refused";
        }
        return value == null ? "incomplete" : meaningOf(value);
    }
}
