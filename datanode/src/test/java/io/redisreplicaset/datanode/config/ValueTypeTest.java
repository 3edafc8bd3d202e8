package io.redisreplicaset.datanode.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The types of values; their errors are Redis's words behind `CONFIG SET failed (…) - `.
final class ValueTypeTest {
    private static <T> void refuses(ValueType<T> type, String word, String complaint) {
        assertThatThrownBy(() -> type.parse(List.of(word)))
                .as("'%s'", word)
                .isInstanceOf(ConfigException.class)
                .hasMessage(complaint);
    }

    @Test
    void yes_and_no_are_read_in_any_case() throws ConfigException {
        ValueType.YesNo type = new ValueType.YesNo();

        assertThat(type.parse(List.of("yes"))).isTrue();
        assertThat(type.parse(List.of("No"))).isFalse();
        assertThat(type.render(true)).isEqualTo("yes");
        assertThat(type.render(false)).isEqualTo("no");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "y", "true", "1", "yes "})
    void yes_and_no_are_nothing_else(String word) {
        refuses(new ValueType.YesNo(), word, "argument must be 'yes' or 'no'");
    }

    @Test
    void a_whole_number_has_bounds() throws ConfigException {
        ValueType.Whole type = new ValueType.Whole(-1, 500);

        assertThat(type.parse(List.of("-1"))).isEqualTo(-1);
        assertThat(type.parse(List.of("500"))).isEqualTo(500);
        refuses(type, "-2", "argument must be between -1 and 500 inclusive");
        refuses(type, "501", "argument must be between -1 and 500 inclusive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "1.5", "+1", "007", " 1", "1 ", "0x10", "9223372036854775808", "\u0661"})
    void a_whole_number_is_written_in_one_way(String word) {
        refuses(new ValueType.Whole(0, Long.MAX_VALUE), word, "argument couldn't be parsed into an integer");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "64,64",
        "64b,64",
        "1k,1000",
        "1kb,1024",
        "1KB,1024",
        "2m,2000000",
        "2mb,2097152",
        "2Mb,2097152",
        "3g,3000000000",
        "3gb,3221225472",
        "9223372036854775807,9223372036854775807"
    })
    void a_number_of_bytes_has_units(String word, long bytes) throws ConfigException {
        assertThat(new ValueType.Memory(0, Long.MAX_VALUE).parse(List.of(word))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mb",
                "-1",
                "1.5mb",
                "1 mb",
                "1tb",
                "1mbb",
                "mb1",
                "9223372036854775808",
                "9223372036854775807k"
            })
    void a_number_of_bytes_is_nothing_else(String word) {
        refuses(new ValueType.Memory(0, Long.MAX_VALUE), word, "argument must be a memory value");
    }

    @Test
    void a_number_of_bytes_has_bounds_and_is_shown_as_a_number() {
        ValueType.Memory type = new ValueType.Memory(1024, 2048);

        refuses(type, "1023", "argument must be between 1024 and 2048 inclusive");
        refuses(type, "3kb", "argument must be between 1024 and 2048 inclusive");
        assertThat(type.render(2048L)).isEqualTo("2048");
    }

    @Test
    void a_choice_is_one_of_its_words() throws ConfigException {
        ValueType.Choice type = new ValueType.Choice(List.of("debug", "notice"));

        assertThat(type.parse(List.of("NOTICE"))).isEqualTo("notice");
        refuses(type, "loud", "argument(s) must be one of the following: debug, notice");
    }

    @Test
    void words_come_apart_or_in_one_string() throws ConfigException {
        ValueType.Words type = new ValueType.Words();

        assertThat(type.parse(List.of("a", "b"))).containsExactly("a", "b");
        assertThat(type.parse(List.of(" a  b\tc "))).containsExactly("a", "b", "c");
        assertThat(type.parse(List.of(""))).isEmpty();
        assertThat(type.parse(List.of())).isEmpty();
        assertThat(type.render(List.of("a", "b"))).isEqualTo("a b");
        assertThat(type.takesManyWords()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'',''",
                "K,K",
                "EK,KE",
                "KEA,AKE",
                "gKA,AK",
                "AAKK,AK",
                "g$lshzxetdKEmn,AnKEm",
                "mxE,xEm",
                "$g,g$",
                "Kg$,g$K"
            })
    void classes_of_events_are_shown_in_one_order(String given, String shown) throws ConfigException {
        assertThat(new EventClasses().parse(List.of(given))).isEqualTo(shown);
        assertThat(new EventClasses().parse(List.of(shown))).isEqualTo(shown);
    }

    @Test
    void a_class_of_events_that_is_none_is_refused() {
        refuses(new EventClasses(), "KEQ", "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
        refuses(new EventClasses(), "K E", "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
    }

    @Test
    void an_upstream_is_a_host_and_a_port() throws ConfigException {
        UpstreamAddress.Type type = new UpstreamAddress.Type();

        assertThat(type.parse(List.of("10.0.0.1", "6379"))).isEqualTo(new UpstreamAddress("10.0.0.1", 6379));
        assertThat(type.parse(List.of("10.0.0.1 6379"))).isEqualTo(new UpstreamAddress("10.0.0.1", 6379));
        assertThat(type.parse(List.of("NO", "one"))).isEqualTo(UpstreamAddress.NONE);
        assertThat(type.parse(List.of(""))).isEqualTo(UpstreamAddress.NONE);
        assertThat(type.render(new UpstreamAddress("h", 1))).isEqualTo("h 1");
        assertThat(type.render(UpstreamAddress.NONE)).isEmpty();
        assertThat(UpstreamAddress.NONE.isNone()).isTrue();
    }

    @Test
    void an_upstream_without_a_port_is_refused() {
        UpstreamAddress.Type type = new UpstreamAddress.Type();

        refuses(type, "host", "wrong number of arguments");
        refuses(type, "host 1 2", "wrong number of arguments");
        for (String port : List.of("0", "-1", "65536", "x")) {
            refuses(type, "host " + port, "Invalid master port");
        }
    }

    @Test
    void save_points_are_pairs() throws ConfigException {
        SavePoint.ListType type = new SavePoint.ListType();

        assertThat(type.parse(List.of("900", "1", "60 1000")))
                .containsExactly(new SavePoint(900, 1), new SavePoint(60, 1000));
        assertThat(type.parse(List.of(""))).isEmpty();
        assertThat(type.render(List.of(new SavePoint(900, 1), new SavePoint(60, 1000))))
                .isEqualTo("900 1 60 1000");
        assertThat(type.render(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"900", "900 1 60", "0 1", "-1 1", "1 -1", "a 1", "1 a", "1.5 1"})
    void save_points_are_nothing_else(String words) {
        refuses(new SavePoint.ListType(), words, "Invalid save parameters");
    }

    @Test
    void there_are_not_endlessly_many_save_points() throws ConfigException {
        assertThat(new SavePoint.ListType().parse(List.of("1 1 ".repeat(64)))).hasSize(64);
        refuses(new SavePoint.ListType(), "1 1 ".repeat(65), "Invalid save parameters");
    }
}
