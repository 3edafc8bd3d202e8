package io.redisreplicaset.datanode.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestTest {
    private static Request parsed(String text) {
        byte[] buffer = text.getBytes(StandardCharsets.ISO_8859_1);
        RequestParser parser = new RequestParser();
        assertThat(parser.parse(buffer, 0, buffer.length)).isTrue();
        return parser.request();
    }

    @Test
    void knows_a_word_in_any_case() {
        Request request = Request.of("SeT", "keepttl", "NX ", "N");

        assertThat(request.is(0, "set")).isTrue();
        assertThat(request.is(1, "keepttl")).isTrue();
        assertThat(request.is(2, "nx")).isFalse();
        assertThat(request.is(3, "nx")).isFalse();
    }

    @Test
    void folds_letters_alone() {
        Request request = Request.of("@", "[");

        assertThat(request.is(0, "`")).isFalse();
        assertThat(request.is(1, "{")).isFalse();
    }

    @Test
    void reads_whole_numbers() {
        Request request = Request.of("-9223372036854775808", "1.0", "");

        assertThat(request.isLong(0)).isTrue();
        assertThat(request.asLong(0)).isEqualTo(Long.MIN_VALUE);
        assertThat(request.isLong(1)).isFalse();
        assertThat(request.isLong(2)).isFalse();
    }

    @Test
    void shows_bytes_that_are_no_text_as_replaced() {
        Request request = Request.of(new byte[] {'a', (byte) 0xFF});

        assertThat(request.text(0)).isEqualTo("a\uFFFD");
        assertThat(request.bytes(0)).containsExactly('a', 0xFF);
    }

    @Test
    void hands_out_copies_of_its_arguments() {
        Request request = Request.of("abc");

        request.bytes(0)[0] = 'x';

        assertThat(request.text(0)).isEqualTo("abc");
    }

    @Test
    void has_memory_of_its_own_once_it_is_detached() {
        byte[] buffer = "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n".getBytes(StandardCharsets.US_ASCII);
        RequestParser parser = new RequestParser();
        parser.parse(buffer, 0, buffer.length);

        Request detached = parser.request().detach();
        java.util.Arrays.fill(buffer, (byte) 'z');
        parser.reset();

        assertThat(detached.count()).isEqualTo(2);
        assertThat(detached.text(0)).isEqualTo("GET");
        assertThat(detached.text(1)).isEqualTo("k");
        assertThat(detached.rawLength()).isZero();
    }

    @Test
    void counts_the_bytes_of_its_arguments() {
        assertThat(Request.of("SET", "key", "value").argumentBytes()).isEqualTo(11);
        assertThat(Request.of(new byte[0][]).argumentBytes()).isZero();
    }

    @Test
    void is_written_as_it_came_where_it_came_as_an_array() {
        RespWriter writer = new RespWriter();

        writer.request(parsed("*2\r\n$3\r\nGET\r\n$1\r\nk\r\n"));

        assertThat(new String(writer.toBytes(), StandardCharsets.US_ASCII)).isEqualTo("*2\r\n$3\r\nGET\r\n$1\r\nk\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*2\r.$3\r\nGET\r\n$1\r\nk\r\n",
                "*2\r\n$3\r.GET\r\n$1\r\nk\r\n",
                "*2\r\n$3\r\nGET.\n$1\r\nk\r\n",
                "*2\r\n$3\r\nGET\r.$1\r\nk\r\n",
                "*2\r\n$3\r\nGET\r\n$1\r\nk.."
            })
    void is_written_anew_where_its_line_ends_were_none(String untidy) {
        RespWriter writer = new RespWriter();

        writer.request(parsed(untidy));

        assertThat(new String(writer.toBytes(), StandardCharsets.US_ASCII)).isEqualTo("*2\r\n$3\r\nGET\r\n$1\r\nk\r\n");
    }

    @Test
    void is_written_as_an_array_where_it_came_as_a_line() {
        RespWriter writer = new RespWriter();

        writer.request(parsed("SET a 'b c'\r\n"));

        assertThat(new String(writer.toBytes(), StandardCharsets.US_ASCII))
                .isEqualTo("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$3\r\nb c\r\n");
    }
}
