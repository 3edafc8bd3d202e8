package io.redisreplicaset.operator.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// The bounds of [RespReader]; what it makes of whole replies is in [RespReaderVectorsTest].
final class RespReaderTest {
    private static RespReply read(String text) throws IOException {
        return new RespReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))).read();
    }

    @Test
    void says_that_the_node_has_gone() {
        assertThatThrownBy(() -> read(""))
                .isInstanceOf(EOFException.class)
                .hasMessage("the node closed the connection");
    }

    @Test
    void says_what_was_cut_off() {
        assertThatThrownBy(() -> read("+OK")).isInstanceOf(EOFException.class).hasMessage("a line was cut off");
        assertThatThrownBy(() -> read("$5\r\nabc"))
                .isInstanceOf(EOFException.class)
                .hasMessage("a bulk reply of 5 bytes was cut off");
    }

    @Test
    void says_what_was_wanted_and_what_came() {
        assertThatThrownBy(() -> read("HTTP/1.1 200 OK")).hasMessage("expected a reply, got the byte 0x48");
        assertThatThrownBy(() -> read(":ten\r\n")).hasMessage("an integer reply: wanted a number, got 'ten'");
        assertThatThrownBy(() -> read("$ten\r\n")).hasMessage("the length of a bulk: wanted a number, got 'ten'");
        assertThatThrownBy(() -> read("+a\rb")).hasMessage("a line ends in CR without LF");
        assertThatThrownBy(() -> read("$1\r\nabcd")).hasMessage("a bulk reply of 1 bytes does not end behind them");
    }

    @Test
    void reads_the_longest_line_and_no_longer_one() throws IOException {
        String longest = "x".repeat(RespReader.MAX_LINE_BYTES);

        assertThat(read("+" + longest + "\r\n")).isEqualTo(new RespReply.Text(longest));
        assertThatThrownBy(() -> read("+x" + longest + "\r\n")).hasMessage("a line is longer than 65536 bytes");
    }

    @Test
    void reads_the_largest_bulk_and_no_larger_one() throws IOException {
        String largest = "x".repeat(RespReader.MAX_BULK_BYTES);

        assertThat(read("$1048576\r\n" + largest + "\r\n")).isEqualTo(new RespReply.Bulk(largest));
        assertThatThrownBy(() -> read("$1048577\r\n"))
                .hasMessage("the length of a bulk: wanted -1 to 1048576, got 1048577");
    }

    @Test
    void reads_the_longest_array_and_no_longer_one() throws IOException {
        RespReply longest = read("*4096\r\n" + ":1\r\n".repeat(RespReader.MAX_ELEMENTS));

        assertThat(((RespReply.Sequence) longest).elements()).hasSize(4096);
        assertThatThrownBy(() -> read("*4097\r\n")).hasMessage("the length of an array: wanted -1 to 4096, got 4097");
    }

    @Test
    void reads_the_deepest_array_and_no_deeper_one() throws IOException {
        assertThat(read("*1\r\n".repeat(RespReader.MAX_DEPTH) + ":1\r\n")).isInstanceOf(RespReply.Sequence.class);
        assertThatThrownBy(() -> read("*1\r\n".repeat(RespReader.MAX_DEPTH + 1) + ":1\r\n"))
                .hasMessage("a reply is nested deeper than 8");
    }

    @Test
    void replaces_bytes_that_are_no_text() throws IOException {
        byte[] bytes = "$1\r\n?\r\n".getBytes(StandardCharsets.US_ASCII);
        bytes[4] = (byte) 0xFF;

        assertThat(new RespReader(new ByteArrayInputStream(bytes)).read()).isEqualTo(new RespReply.Bulk("\uFFFD"));
    }

    @RepeatedTest(200)
    void refuses_garbage_by_an_exception_of_input_and_no_other() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        byte[] alphabet = "+-:$*>0123456789\r\n\r\n\r\nab_#".getBytes(StandardCharsets.US_ASCII);
        byte[] garbage = new byte[random.nextInt(300)];
        for (int i = 0; i < garbage.length; i++) {
            garbage[i] = alphabet[random.nextInt(alphabet.length)];
        }
        RespReader reader = new RespReader(new ByteArrayInputStream(garbage));

        // Every reply takes a byte at least, so this ends.
        assertThatThrownBy(() -> {
                    while (true) {
                        reader.read();
                    }
                })
                .as("seed %s", seed)
                .isInstanceOf(IOException.class);
    }
}
