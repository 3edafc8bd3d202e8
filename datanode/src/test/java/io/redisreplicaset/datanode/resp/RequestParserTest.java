package io.redisreplicaset.datanode.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RequestParserTest {
    private static final String SET = "*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$7\r\nva\r\nlue\r\n";

    private final RequestParser parser = new RequestParser();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> words(Request request) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            words.add(new String(request.bytes(i), StandardCharsets.ISO_8859_1));
        }
        return words;
    }

    /// All requests of a text that is there at once.
    private List<List<String>> parseAll(String text) {
        byte[] buffer = bytes(text);
        List<List<String>> requests = new ArrayList<>();
        int at = 0;
        while (parser.parse(buffer, at, buffer.length)) {
            at += parser.consumed();
            requests.add(words(parser.request()));
        }
        return requests;
    }

    @Test
    void wants_more_while_there_is_nothing() {
        assertThat(parser.parse(new byte[0], 0, 0)).isFalse();
        assertThat(parser.bytesMissing(0)).isEqualTo(1);
    }

    @Test
    void finds_a_request_and_says_how_long_it_is() {
        byte[] buffer = bytes(SET);

        boolean isWhole = parser.parse(buffer, 0, buffer.length);

        assertThat(isWhole).isTrue();
        assertThat(parser.consumed()).isEqualTo(buffer.length);
        assertThat(words(parser.request())).containsExactly("SET", "key", "va\r\nlue");
    }

    @Test
    void points_into_the_buffer_and_copies_nothing() {
        byte[] buffer = bytes("....." + SET);

        parser.parse(buffer, 5, buffer.length);

        Request request = parser.request();
        assertThat(request.buffer()).isSameAs(buffer);
        assertThat(request.offset(1)).isEqualTo(5 + SET.indexOf("key"));
        assertThat(request.rawOffset()).isEqualTo(5);
        assertThat(request.rawLength()).isEqualTo(SET.length());
    }

    @Test
    void reads_the_same_request_from_two_pieces_cut_anywhere() {
        byte[] whole = bytes(SET);
        for (int cut = 0; cut < whole.length; cut++) {
            RequestParser fresh = new RequestParser();

            boolean isWhole = fresh.parse(Arrays.copyOf(whole, cut), 0, cut);

            assertThat(isWhole).as("cut at %s", cut).isFalse();
            assertThat(fresh.parse(whole, 0, whole.length)).as("cut at %s", cut).isTrue();
            assertThat(words(fresh.request())).as("cut at %s", cut).containsExactly("SET", "key", "va\r\nlue");
        }
    }

    @Test
    void reads_the_same_request_byte_by_byte_while_its_bytes_are_moved() {
        byte[] whole = bytes(SET);

        for (int length = 0; length < whole.length; length++) {
            // Another array, and another place in it, each time.
            byte[] moved = new byte[length + length + 3];
            System.arraycopy(whole, 0, moved, length, length);
            assertThat(parser.parse(moved, length, length + length)).isFalse();
        }
        byte[] last = new byte[whole.length + 7];
        System.arraycopy(whole, 0, last, 7, whole.length);

        assertThat(parser.parse(last, 7, last.length)).isTrue();
        assertThat(words(parser.request())).containsExactly("SET", "key", "va\r\nlue");
    }

    @Test
    void reads_no_further_than_it_is_told() {
        byte[] buffer = bytes(SET);

        for (int end = 0; end < buffer.length; end++) {
            assertThat(new RequestParser().parse(buffer, 0, end)).isFalse();
        }
    }

    @Test
    void says_how_many_bytes_a_large_argument_still_needs() {
        byte[] head = bytes("*2\r\n$3\r\nSET\r\n$100\r\nabc");

        parser.parse(head, 0, head.length);

        assertThat(parser.bytesMissing(head.length)).isEqualTo(97 + 2);
    }

    @Test
    void says_one_byte_where_it_can_not_know_more() {
        byte[] head = bytes("*2\r\n$3\r\nSET\r\n$1");

        parser.parse(head, 0, head.length);

        assertThat(parser.bytesMissing(head.length)).isEqualTo(1);
    }

    @Test
    void reads_requests_that_arrived_together() {
        List<List<String>> requests =
                parseAll("*1\r\n$4\r\nPING\r\n" + SET + "ECHO hi\r\n*2\r\n$3\r\nGET\r\n$0\r\n\r\n*1\r\n$4\r\nPI");

        assertThat(requests)
                .containsExactly(
                        List.of("PING"), List.of("SET", "key", "va\r\nlue"), List.of("ECHO", "hi"), List.of("GET", ""));
    }

    @Test
    void takes_an_array_of_nothing_for_an_empty_request() {
        assertThat(parseAll("*0\r\n*-1\r\n*-10\r\nPING\r\n"))
                .containsExactly(List.of(), List.of(), List.of(), List.of("PING"));
    }

    @Test
    void does_not_look_at_the_two_bytes_behind_an_argument() {
        // Neither does Redis: lengths alone say where things end.
        assertThat(parseAll("*1\r\n$4\r\nPINGxx*1\r\n$4\r\nPONGyy")).containsExactly(List.of("PING"), List.of("PONG"));
    }

    @Test
    void reads_more_arguments_than_it_first_has_room_for() {
        StringBuilder text = new StringBuilder("*3000\r\n");
        for (int i = 0; i < 3000; i++) {
            text.append("$4\r\n%04d\r\n".formatted(i));
        }

        List<String> words = parseAll(text + "PING\r\n").getFirst();

        assertThat(words).hasSize(3000).startsWith("0000", "0001").endsWith("2999");
    }

    @Test
    void forgets_a_half_read_request_when_it_is_reset() {
        byte[] half = bytes("*2\r\n$3\r\nGET\r\n$1");
        parser.parse(half, 0, half.length);

        parser.reset();

        assertThat(parseAll(SET)).containsExactly(List.of("SET", "key", "va\r\nlue"));
    }

    @Test
    void reads_a_line_of_words() {
        assertThat(parseAll("PING\r\nPING\n  SET  a\tb  \r\nECHO\u000Bx a\u000Bb\r\n"))
                .containsExactly(
                        List.of("PING"), List.of("PING"), List.of("SET", "a", "b"), List.of("ECHO\u000Bx", "a\u000Bb"));
    }

    @Test
    void reads_quoted_words_on_a_line() {
        assertThat(parseAll("""
                        SET "a b" 'c\\'d' "\\x41\\n\\r\\t\\b\\a\\"\\q" '\\n' a"b" ""\r
                        """)).containsExactly(List.of("SET", "a b", "c'd", "A\n\r\t\b\u0007\"q", "\\n", "ab", ""));
    }

    @Test
    void takes_an_empty_line_for_an_empty_request() {
        assertThat(parseAll("\r\n\n   \r\nPING\r\n")).containsExactly(List.of(), List.of(), List.of(), List.of("PING"));
    }

    @Test
    void waits_for_the_end_of_a_line() {
        byte[] buffer = bytes("PING\r\n");

        for (int end = 0; end < buffer.length; end++) {
            assertThat(parser.parse(buffer, 0, end)).isFalse();
        }
        assertThat(parser.parse(buffer, 0, buffer.length)).isTrue();
        assertThat(parser.consumed()).isEqualTo(6);
    }

    @Test
    void gives_a_request_from_a_line_no_raw_bytes() {
        parseAll("PING\r\n");

        assertThat(parser.request().rawLength()).isZero();
    }

    @Test
    void keeps_bytes_of_a_line_that_are_no_text() {
        assertThat(parseAll("SET \u00FF\u00E4 \"\\xff\"\r\n"))
                .containsExactly(List.of("SET", "\u00FF\u00E4", "\u00FF"));
    }
}
