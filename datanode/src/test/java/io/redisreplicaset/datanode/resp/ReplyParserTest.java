package io.redisreplicaset.datanode.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The bounds of [ReplyParser]; what it makes of whole replies is in [RespVectorsTest].
final class ReplyParserTest {
    private final ReplyParser parser = new ReplyParser(200_000);

    private @Nullable RespValue read(String text) {
        feed(text);
        return parser.next();
    }

    private void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        parser.feed(bytes, 0, bytes.length);
    }

    @Test
    void has_nothing_before_anything_arrived() {
        assertThat(parser.next()).isNull();
        assertThat(parser.drain()).isEmpty();
    }

    @Test
    void reads_only_the_part_of_the_array_that_it_is_given() {
        byte[] bytes = "junk+OK\r\njunk".getBytes(StandardCharsets.US_ASCII);

        parser.feed(bytes, 4, 5);

        assertThat(parser.next()).isEqualTo(new RespValue.Simple("OK"));
        assertThat(parser.next()).isNull();
    }

    @Test
    void keeps_bytes_that_are_no_text() {
        RespValue value = read("$3\r\n\u0000\u00FF\u0080\r\n");

        assertThat(value).isInstanceOf(RespValue.Bulk.class);
        assertThat(((RespValue.Bulk) Objects.requireNonNull(value)).bytes()).containsExactly(0, -1, -128);
    }

    @Test
    void reads_several_replies_that_arrived_together() {
        feed("+a\r\n:2\r\n$1\r\nc\r\n+d");

        assertThat(parser.next()).isEqualTo(new RespValue.Simple("a"));
        assertThat(parser.next()).isEqualTo(new RespValue.Whole(2));
        assertThat(Objects.requireNonNull(parser.next()).asText()).isEqualTo("c");
        assertThat(parser.next()).isNull();
        assertThat(read("\r\n")).isEqualTo(new RespValue.Simple("d"));
    }

    @Test
    void hands_out_what_stands_behind_the_last_reply() {
        feed("+FULLRESYNC\r\n$EOF:rest");
        parser.next();

        byte[] rest = parser.drain();

        assertThat(new String(rest, StandardCharsets.US_ASCII)).isEqualTo("$EOF:rest");
        assertThat(parser.drain()).isEmpty();
        assertThat(read("+on\r\n")).isEqualTo(new RespValue.Simple("on"));
    }

    @Test
    void uses_its_memory_again() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(read(":" + i + "\r\n")).isEqualTo(new RespValue.Whole(i));
        }
    }

    @Test
    void reads_what_is_as_large_as_may_be_pending() {
        String text = "x".repeat(200_000 - 11);

        RespValue value = read("$" + text.length() + "\r\n" + text + "\r\n");

        assertThat(Objects.requireNonNull(value).asText()).isEqualTo(text);
    }

    @Test
    void refuses_to_keep_more_than_may_be_pending() {
        feed("*2\r\n$100000\r\n" + "x".repeat(100_000));

        assertThatThrownBy(() -> feed("x".repeat(100_000)))
                .isInstanceOf(RespProtocolException.class)
                .hasMessage("reply of more than 200000 bytes");
    }

    @Test
    void refuses_a_bulk_that_would_never_fit() {
        assertThatThrownBy(() -> read("$200001\r\n"))
                .isInstanceOf(RespProtocolException.class)
                .hasMessage("expected a bulk of 0 to 200000 bytes, got 200001");
    }

    @Test
    void refuses_more_elements_than_a_reply_may_have() {
        int tooMany = RespLimits.MAX_REPLY_ELEMENTS + 1;

        for (String type : new String[] {"*", "~", "%", ">", "|"}) {
            assertThatThrownBy(() -> new ReplyParserTest().read(type + tooMany + "\r\n"))
                    .isInstanceOf(RespProtocolException.class)
                    .hasMessage("expected 0 to 1048576 elements, got 1048577");
        }
    }

    @Test
    void takes_the_number_of_elements_for_a_claim_and_not_for_an_order_of_memory() {
        assertThat(read("*1048576\r\n")).isNull();
        assertThat(read("*1048576\r\n")).isNull();
    }

    @Test
    void reads_a_reply_as_deep_as_it_may_be() {
        RespValue value = read("*1\r\n".repeat(RespLimits.MAX_REPLY_DEPTH) + ":7\r\n");

        assertThat(Objects.requireNonNull(value).asText()).isEqualTo("[".repeat(16) + "7" + "]".repeat(16));
    }

    @Test
    void refuses_a_reply_that_is_deeper() {
        assertThatThrownBy(() -> read("*1\r\n".repeat(RespLimits.MAX_REPLY_DEPTH + 1) + ":7\r\n"))
                .isInstanceOf(RespProtocolException.class)
                .hasMessage("reply nested deeper than 16");
    }

    @Test
    void refuses_a_row_of_attributes_without_end() {
        assertThatThrownBy(() -> read("|0\r\n".repeat(50_000)))
                .isInstanceOf(RespProtocolException.class)
                .hasMessage("reply nested deeper than 16");
    }

    @Test
    void reads_the_longest_line() {
        String text = "x".repeat(RespLimits.MAX_LINE_BYTES);

        assertThat(read("+" + text + "\r\n")).isEqualTo(new RespValue.Simple(text));
    }

    @Test
    void refuses_a_longer_line_whether_its_end_has_come_or_not() {
        String tooLong = "+" + "x".repeat(RespLimits.MAX_LINE_BYTES + 1);

        assertThatThrownBy(() -> new ReplyParserTest().read(tooLong))
                .isInstanceOf(RespProtocolException.class)
                .hasMessage("a line of more than 65536 bytes");
        assertThatThrownBy(() -> new ReplyParserTest().read(tooLong + "\r\n"))
                .isInstanceOf(RespProtocolException.class)
                .hasMessage("a line of more than 65536 bytes");
    }

    @Test
    void says_what_was_wanted_and_what_came() {
        assertThatThrownBy(() -> read("\u0001")).hasMessage("expected a RESP type, got '\u0001'");
        assertThatThrownBy(() -> new ReplyParserTest().read(":ten\r\n"))
                .hasMessage("expected a whole number, got 'ten'");
        assertThatThrownBy(() -> new ReplyParserTest().read("#yes\r\n")).hasMessage("expected #t or #f, got #yes");
        assertThatThrownBy(() -> new ReplyParserTest().read("_no\r\n"))
                .hasMessage("expected nothing behind '_', got 'no'");
        assertThatThrownBy(() -> new ReplyParserTest().read("=3\r\ntxt\r\n"))
                .hasMessage("expected a kind and ':' before the text, got 'txt'");
        assertThatThrownBy(() -> new ReplyParserTest().read("+a\rb\r\n")).hasMessage("a line has CR without LF");
        assertThatThrownBy(() -> new ReplyParserTest().read("$1\r\nab\r\n"))
                .hasMessage("expected the end of a bulk of 1 bytes, got more");
    }

    @Test
    void tells_a_value_as_text() {
        assertThat(Objects.requireNonNull(read("*6\r\n+a\r\n-b\r\n:1\r\n,2.5\r\n#t\r\n_\r\n"))
                        .asText())
                .isEqualTo("[a, b, 1, 2.5, true, ]");
        assertThat(Objects.requireNonNull(read("%1\r\n+a\r\n>1\r\n:1\r\n")).asText())
                .isEqualTo("[a, [1]]");
    }
}
