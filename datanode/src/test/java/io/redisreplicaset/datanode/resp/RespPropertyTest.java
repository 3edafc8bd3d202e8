package io.redisreplicaset.datanode.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;

/// What is written is read back, however it arrives; and bytes that are nothing do no harm.
final class RespPropertyTest {
    private static final int ROUNDS = 100;
    private static final int MAX_PENDING_BYTES = 1024 * 1024;

    /// Bytes that parsers look for, so that garbage gets beyond their first step.
    private static final byte[] ALPHABET =
            RespVectors.unescaped("*$+-:_#,(!=~%>|0123456789\\r\\n\\r\\n\\r\\nabtf\\xff\\x00");

    private final long seed = System.nanoTime();
    private final SplittableRandom random = new SplittableRandom(seed);

    @RepeatedTest(ROUNDS)
    void a_request_is_read_back_in_pieces_of_any_size() {
        List<byte[]> arguments = new ArrayList<>();
        for (int i = random.nextInt(1, 40); i > 0; i--) {
            arguments.add(randomBytes(random.nextInt(10) == 0 ? 3000 : 20));
        }
        RespWriter writer = new RespWriter(16);
        writer.request(arguments.toArray(byte[][]::new));
        byte[] wire = writer.toBytes();

        RequestParser parser = new RequestParser();
        int arrived = 0;
        while (!parser.parse(wire, 0, arrived)) {
            assertThat(arrived).as("seed %s", seed).isLessThan(wire.length);
            arrived = Math.min(wire.length, arrived + random.nextInt(1, 50));
        }

        assertThat(parser.consumed()).as("seed %s", seed).isEqualTo(wire.length);
        assertThat(parser.request().count()).as("seed %s", seed).isEqualTo(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            assertThat(parser.request().bytes(i))
                    .as("seed %s, argument %s", seed, i)
                    .isEqualTo(arguments.get(i));
        }
    }

    @RepeatedTest(ROUNDS)
    void replies_are_read_back_in_pieces_of_any_size() {
        RespWriter writer = new RespWriter(16);
        writer.protocol(3);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            expected.add(writeRandom(writer, 0));
        }
        byte[] wire = writer.toBytes();

        ReplyParser parser = new ReplyParser(MAX_PENDING_BYTES);
        List<String> actual = new ArrayList<>();
        for (int at = 0; at < wire.length; ) {
            int piece = Math.min(wire.length - at, random.nextInt(1, 100));
            parser.feed(wire, at, piece);
            at += piece;
            for (RespValue value = parser.next(); value != null; value = parser.next()) {
                actual.add(RespVectors.meaningOf(value));
            }
        }

        assertThat(actual).as("seed %s", seed).isEqualTo(expected);
    }

    @RepeatedTest(ROUNDS)
    void garbage_is_refused_by_the_parser_of_requests_or_waited_for_and_nothing_else() {
        byte[] garbage = randomGarbage();
        // Beyond its end nothing may be read: there it would find an end of a line.
        byte[] buffer = Arrays.copyOf(garbage, garbage.length + 100);
        Arrays.fill(buffer, garbage.length, buffer.length, (byte) '\n');
        RequestParser parser = new RequestParser();
        parser.limits(1000, random.nextBoolean());
        int at = 0;
        try {
            while (at < garbage.length && parser.parse(buffer, at, garbage.length)) {
                at += parser.consumed();
                for (int i = 0; i < parser.request().count(); i++) {
                    assertThat(parser.request().bytes(i)).isNotNull();
                }
            }
        } catch (RespProtocolException refused) {
            assertThat(refused.getMessage()).as("seed %s", seed).isNotEmpty();
        }
        assertThat(at).as("seed %s", seed).isLessThanOrEqualTo(garbage.length);
    }

    @RepeatedTest(ROUNDS)
    void garbage_means_the_same_to_the_parser_of_requests_whole_or_in_pieces() {
        byte[] garbage = randomGarbage();

        assertThat(requests(garbage, 1)).as("seed %s", seed).isEqualTo(requests(garbage, garbage.length));
    }

    @RepeatedTest(ROUNDS)
    void garbage_is_refused_by_the_parser_of_replies_or_waited_for_and_nothing_else() {
        byte[] garbage = randomGarbage();
        ReplyParser parser = new ReplyParser(10_000);
        try {
            for (int at = 0; at < garbage.length; ) {
                int piece = Math.min(garbage.length - at, random.nextInt(1, 20));
                parser.feed(garbage, at, piece);
                at += piece;
                while (parser.next() != null) {
                    // Happens to be a reply.
                }
            }
        } catch (RespProtocolException refused) {
            assertThat(refused.getMessage()).as("seed %s", seed).isNotEmpty();
        }
    }

    /// What a connection would see: its requests, and the complaint at the end if there is one.
    private static List<String> requests(byte[] bytes, int piece) {
        List<String> seen = new ArrayList<>();
        RequestParser parser = new RequestParser();
        int at = 0;
        try {
            for (int arrived = piece; arrived <= bytes.length; arrived += piece) {
                while (at < arrived && parser.parse(bytes, at, arrived)) {
                    at += parser.consumed();
                    Request request = parser.request();
                    List<String> words = new ArrayList<>();
                    for (int i = 0; i < request.count(); i++) {
                        words.add(Arrays.toString(request.bytes(i)));
                    }
                    seen.add(words.toString());
                }
            }
        } catch (RespProtocolException refused) {
            seen.add("refused: " + refused.getMessage());
        }
        return seen;
    }

    private byte[] randomBytes(int maxLength) {
        byte[] bytes = new byte[random.nextInt(maxLength + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] randomGarbage() {
        byte[] garbage = new byte[random.nextInt(1, 400)];
        for (int i = 0; i < garbage.length; i++) {
            garbage[i] = ALPHABET[random.nextInt(ALPHABET.length)];
        }
        return garbage;
    }

    /// Writes a reply of any kind.
    ///
    /// @return what it means, in the words of the vectors
    private String writeRandom(RespWriter writer, int depth) {
        int kind = random.nextInt(depth < 4 ? 13 : 9);
        int number = random.nextInt();
        switch (kind) {
            case 0 -> writer.simple("t" + number);
            case 1 -> writer.error("ERR " + number);
            case 2 -> writer.integer(number);
            case 3 -> writer.bulk("x".repeat(number & 1023));
            case 4 -> writer.bulk(number);
            case 5 -> writer.nil();
            case 6 -> writer.bool(number > 0);
            case 7 -> writer.decimal(number + ".5");
            case 8 -> writer.verbatim("txt", "a" + number);
            default -> {
                return writeCollection(writer, kind, depth);
            }
        }
        return switch (kind) {
            case 0 -> "text \"t" + number + "\"";
            case 1 -> "error \"ERR " + number + "\"";
            case 2 -> "whole " + number;
            case 3 -> "bulk \"" + "x".repeat(number & 1023) + "\"";
            case 4 -> "bulk \"" + number + "\"";
            case 5 -> "absent";
            case 6 -> "truth " + (number > 0);
            case 7 -> "number \"" + number + ".5\"";
            default -> "bulk \"a" + number + "\"";
        };
    }

    private String writeCollection(RespWriter writer, int kind, int depth) {
        int count = random.nextInt(4);
        String name = switch (kind) {
            case 9 -> {
                writer.array(count);
                yield "array ";
            }
            case 10 -> {
                writer.set(count);
                yield "array ";
            }
            case 11 -> {
                writer.push(count);
                yield "push ";
            }
            default -> {
                writer.map(count);
                yield "map ";
            }
        };
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < (kind == 12 ? count * 2 : count); i++) {
            elements.add(writeRandom(writer, depth + 1));
        }
        return name + elements;
    }
}
