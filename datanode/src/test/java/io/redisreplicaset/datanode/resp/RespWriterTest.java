package io.redisreplicaset.datanode.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class RespWriterTest {
    private final RespWriter writer = new RespWriter(8);

    private String written() {
        return new String(writer.toBytes(), StandardCharsets.UTF_8);
    }

    /// What one reply is in version 2 and in version 3.
    private static void has(String version2, String version3, Consumer<RespWriter> reply) {
        for (int version = 2; version <= 3; version++) {
            RespWriterTest test = new RespWriterTest();
            test.writer.protocol(version);
            reply.accept(test.writer);
            assertThat(test.written()).as("version %s", version).isEqualTo(version == 2 ? version2 : version3);
        }
    }

    private static void hasOneForm(String expected, Consumer<RespWriter> reply) {
        has(expected, expected, reply);
    }

    @Test
    void writes_text() {
        hasOneForm("+PONG\r\n", writer -> writer.simple("PONG"));
        hasOneForm("+OK\r\n", RespWriter::ok);
        hasOneForm("+gr\u00FCn\r\n", writer -> writer.simple("gr\u00FCn"));
    }

    @Test
    void writes_an_error_on_one_line() {
        hasOneForm("-ERR a  b\r\n", writer -> writer.error("ERR a\r\nb"));
    }

    @Test
    void writes_whole_numbers() {
        hasOneForm(":0\r\n:1\r\n:-1\r\n:512\r\n", writer -> {
            writer.integer(0);
            writer.integer(1);
            writer.integer(-1);
            writer.integer(512);
        });
        hasOneForm(":-9223372036854775808\r\n", writer -> writer.integer(Long.MIN_VALUE));
        hasOneForm(":9223372036854775807\r\n", writer -> writer.integer(Long.MAX_VALUE));
    }

    @Test
    void writes_bytes() {
        hasOneForm("$0\r\n\r\n", writer -> writer.bulk(new byte[0]));
        hasOneForm("$4\r\na\r\nb\r\n", writer -> writer.bulk("a\r\nb"));
        hasOneForm("$3\r\n\u2713\r\n", writer -> writer.bulk("\u2713"));
        hasOneForm("$2\r\nbc\r\n", writer -> writer.bulk("abcd".getBytes(StandardCharsets.US_ASCII), 1, 2));
        hasOneForm("$2\r\n-7\r\n", writer -> writer.bulk(-7));
        hasOneForm("$20\r\n-9223372036854775808\r\n", writer -> writer.bulk(Long.MIN_VALUE));
    }

    @Test
    void writes_lengths_below_and_above_those_that_it_has_ready() {
        for (int length : new int[] {511, 512, 513, 70_000}) {
            hasOneForm("$" + length + "\r\n" + "x".repeat(length) + "\r\n", writer -> writer.bulk("x".repeat(length)));
            hasOneForm("*" + length + "\r\n", writer -> writer.array(length));
        }
    }

    @Test
    void writes_nothing_as_what_was_asked_for() {
        has("$-1\r\n", "_\r\n", RespWriter::nil);
        has("*-1\r\n", "_\r\n", RespWriter::nilArray);
    }

    @Test
    void writes_collections() {
        has("*3\r\n", "*3\r\n", writer -> writer.array(3));
        has("*6\r\n", "%3\r\n", writer -> writer.map(3));
        has("*3\r\n", "~3\r\n", writer -> writer.set(3));
        has("*3\r\n", ">3\r\n", writer -> writer.push(3));
        hasOneForm("|1\r\n", writer -> writer.attribute(1));
    }

    @Test
    void writes_truth() {
        has(":1\r\n", "#t\r\n", writer -> writer.bool(true));
        has(":0\r\n", "#f\r\n", writer -> writer.bool(false));
    }

    @Test
    void writes_numbers_that_are_not_whole_or_too_large() {
        has("$5\r\n3.141\r\n", ",3.141\r\n", writer -> writer.decimal("3.141"));
        has(
                "$20\r\n12345678901234567890\r\n",
                "(12345678901234567890\r\n",
                writer -> writer.bigNumber("12345678901234567890"));
    }

    @Test
    void writes_text_of_a_kind() {
        has("$3\r\n\u2713\r\n", "=7\r\ntxt:\u2713\r\n", writer -> writer.verbatim("txt", "\u2713"));
    }

    @Test
    void writes_a_request() {
        hasOneForm(
                "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n",
                writer -> writer.request(
                        "GET".getBytes(StandardCharsets.US_ASCII), "k".getBytes(StandardCharsets.US_ASCII)));
        hasOneForm("*2\r\n$3\r\nGET\r\n$1\r\nk\r\n", writer -> writer.request(Request.of("GET", "k")));
    }

    @Test
    void takes_back_what_stands_behind_a_mark() {
        writer.simple("kept");
        int mark = writer.length();
        writer.bulk("x".repeat(1000));

        writer.truncate(mark);
        writer.ok();

        assertThat(written()).isEqualTo("+kept\r\n+OK\r\n");
    }

    @Test
    void is_empty_when_it_was_cleared_and_keeps_its_version() {
        writer.protocol(3);
        writer.ok();

        writer.clear();
        writer.nil();

        assertThat(written()).isEqualTo("_\r\n");
        assertThat(writer.protocol()).isEqualTo(3);
    }

    @Test
    void lets_the_memory_of_a_huge_reply_go() {
        writer.bulk(new byte[3 * 1024 * 1024]);
        int large = writer.buffer().length;

        writer.clear();

        assertThat(large).isGreaterThan(3 * 1024 * 1024);
        assertThat(writer.buffer().length).isEqualTo(16 * 1024);
    }

    @Test
    void keeps_the_memory_of_an_ordinary_reply() {
        writer.bulk(new byte[1000]);
        byte[] buffer = writer.buffer();

        writer.clear();

        assertThat(writer.buffer()).isSameAs(buffer);
    }

    @Test
    void refuses_to_grow_beyond_its_bound_and_keeps_what_was_there() {
        RespWriter bounded = new RespWriter(8, 100);
        bounded.simple("kept");
        int mark = bounded.length();
        bounded.bulk(new byte[80]);

        assertThatThrownBy(() -> bounded.bulk(new byte[80]))
                .isInstanceOf(RespOverflowException.class)
                .hasMessageStartingWith("wanted ")
                .hasMessageEndingWith(" bytes, may have 100");

        bounded.truncate(mark);
        bounded.ok();
        assertThat(new String(bounded.toBytes(), StandardCharsets.US_ASCII)).isEqualTo("+kept\r\n+OK\r\n");
    }
}
