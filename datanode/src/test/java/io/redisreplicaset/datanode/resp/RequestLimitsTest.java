package io.redisreplicaset.datanode.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is no request, in the words that clients of Redis 7.0 read behind `ERR Protocol error: `.
final class RequestLimitsTest {
    private final RequestParser parser = new RequestParser();

    private boolean parse(String text) {
        byte[] buffer = text.getBytes(StandardCharsets.ISO_8859_1);
        return parser.parse(buffer, 0, buffer.length);
    }

    private void refuses(String text, String complaint) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(RespProtocolException.class)
                .hasMessage(complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "+3", "03", "3 ", "-", "1.0", "2147483648", "9223372036854775808"})
    void refuses_a_number_of_arguments_that_is_none(String count) {
        refuses("*" + count + "\r\n", "invalid multibulk length");
    }

    @Test
    void takes_the_largest_number_of_arguments_for_a_claim_and_not_for_an_order_of_memory() {
        assertThat(parse("*2147483647\r\n$4\r\nPING\r\n")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "+3", "03", "3 ", "-", "-1", "536870913", "9223372036854775808"})
    void refuses_a_length_of_an_argument_that_is_none(String length) {
        refuses("*1\r\n$" + length + "\r\n", "invalid bulk length");
    }

    @Test
    void refuses_a_bulk_longer_than_the_limit() {
        parser.limits(1_000_000, true);

        assertThat(parse("*1\r\n$1000000\r\n")).isFalse();
        parser.reset();
        refuses("*1\r\n$1000001\r\n", "invalid bulk length");
    }

    @Test
    void refuses_an_argument_that_does_not_begin_with_its_length() {
        refuses("*2\r\nGET\r\n", "expected '$', got 'G'");
        parser.reset();
        refuses("*2\r\n$3\r\nGET\r\n:1\r\n", "expected '$', got ':'");
        parser.reset();
        refuses("*2\r\n\r\n", "expected '$', got '\r'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET \"a\r\n", "GET 'a\r\n", "GET \"a\"b\r\n", "GET 'a'b\r\n", "GET \"a\\\"\r\n", "\"\r\n"})
    void refuses_a_line_with_quotes_that_are_not_closed(String line) {
        refuses(line, "unbalanced quotes in request");
    }

    @Test
    void refuses_a_line_that_never_ends() {
        assertThat(parse("x".repeat(RespLimits.MAX_LINE_BYTES))).isFalse();
        refuses("x".repeat(RespLimits.MAX_LINE_BYTES + 1), "too big inline request");
    }

    @Test
    void takes_a_long_line_whose_end_is_there() {
        assertThat(parse("PING " + "x".repeat(RespLimits.MAX_LINE_BYTES) + "\r\n"))
                .isTrue();
    }

    @Test
    void refuses_a_number_of_arguments_that_never_ends() {
        assertThat(parse("*" + "1".repeat(RespLimits.MAX_LINE_BYTES - 1))).isFalse();
        refuses("*" + "1".repeat(RespLimits.MAX_LINE_BYTES), "too big mbulk count string");
    }

    @Test
    void refuses_a_length_of_an_argument_that_never_ends() {
        String head = "*1\r\n$";

        assertThat(parse(head + "1".repeat(RespLimits.MAX_LINE_BYTES - 1))).isFalse();
        parser.reset();
        refuses(head + "1".repeat(RespLimits.MAX_LINE_BYTES), "too big bulk count string");
    }

    @Test
    void lets_somebody_without_a_password_send_no_more_than_a_greeting() {
        parser.limits(512L * 1024 * 1024, false);

        assertThat(parse("*10\r\n")).isFalse();
        parser.reset();
        refuses("*11\r\n", "unauthenticated multibulk length");
        parser.reset();
        assertThat(parse("*2\r\n$16384\r\n")).isFalse();
        parser.reset();
        refuses("*2\r\n$16385\r\n", "unauthenticated bulk length");
    }

    @Test
    void lifts_the_limits_as_soon_as_the_password_is_known() {
        parser.limits(512L * 1024 * 1024, false);
        parser.limits(512L * 1024 * 1024, true);

        assertThat(parse("*11\r\n$16385\r\n")).isFalse();
    }

    @Test
    void calls_a_length_invalid_before_it_calls_it_unauthenticated() {
        parser.limits(20_000, false);

        refuses("*1\r\n$20001\r\n", "invalid bulk length");
    }
}
