package io.redisreplicaset.datanode.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StringValueTest {
    private static StringValue of(String text) {
        return StringValue.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static StringValue.Bytes bytesOf(String text) {
        return (StringValue.Bytes) of(text);
    }

    private static String text(StringValue value) {
        return new String(value.bytes(), 0, value.length(), StandardCharsets.ISO_8859_1);
    }

    private static void replace(StringValue.Bytes value, int at, String patch) {
        byte[] source = ("xx" + patch).getBytes(StandardCharsets.ISO_8859_1);
        value.replaceRange(at, source, 2, source.length - 2);
    }

    @ParameterizedTest
    @CsvSource({
        "0,int",
        "-1,int",
        "9223372036854775807,int",
        "-9223372036854775808,int",
        "9223372036854775808,embstr",
        "01,embstr",
        "+1,embstr",
        "1.5,embstr",
        "-0,embstr",
        "'',embstr",
        "' 1',embstr",
        "12345678901234567890123456789012345678901234,embstr",
        "123456789012345678901234567890123456789012345,raw"
    })
    void is_kept_as_redis_would_call_it(String text, String encoding) {
        StringValue value = of(text);

        assertThat(value.encodingName()).isEqualTo(encoding);
        assertThat(text(value)).isEqualTo(text);
        assertThat(value.length()).isEqualTo(text.length());
        assertThat(value.typeName()).isEqualTo("string");
    }

    @Test
    void stays_bytes_where_it_was_edited() {
        StringValue value = StringValue.raw("123".getBytes(StandardCharsets.US_ASCII), 3);

        assertThat(value.encodingName()).isEqualTo("raw");
        assertThat(text(value)).isEqualTo("123");
    }

    @Test
    void is_replaced_in_its_middle() {
        StringValue.Bytes value = bytesOf("hello world");

        replace(value, 6, "Redis");

        assertThat(text(value)).isEqualTo("hello Redis");
        assertThat(value.encodingName()).isEqualTo("raw");
    }

    @Test
    void grows_at_its_end() {
        StringValue.Bytes value = bytesOf("ab");

        replace(value, 2, "cd");
        replace(value, 3, "DEF");

        assertThat(text(value)).isEqualTo("abcDEF");
    }

    @Test
    void has_zero_bytes_in_a_gap() {
        StringValue.Bytes value = bytesOf("ab");

        replace(value, 5, "c");

        assertThat(text(value)).isEqualTo("ab\0\0\0c");
    }

    @Test
    void has_zero_bytes_in_a_gap_that_was_spare_room() {
        StringValue.Bytes value = bytesOf("ab");
        replace(value, 2, "cdefgh");

        replace(value, 10, "x");

        assertThat(text(value)).isEqualTo("abcdefgh\0\0x");
    }

    @Test
    void keeps_room_to_grow_but_not_without_end() {
        StringValue.Bytes value = bytesOf("x".repeat(100));
        replace(value, 100, "y");
        assertThat(value.bytes().length).isEqualTo(202);

        StringValue.Bytes large = bytesOf("x".repeat(3_000_000));
        replace(large, 3_000_000, "y");
        assertThat(large.bytes().length).isEqualTo(3_000_001 + 1024 * 1024);
        assertThat(large.memoryBytes()).isEqualTo(large.bytes().length);
    }

    @Test
    void is_for_a_snapshot_what_it_was_when_it_was_asked_whatever_is_done_to_it() {
        StringValue.Bytes value = bytesOf("hello");
        replace(value, 5, " world");
        StringValue before = (StringValue) value.asOfNow();

        replace(value, 11, "!");
        replace(value, 0, "H");
        replace(value, 40, "far");

        assertThat(text(before)).isEqualTo("hello world");
        assertThat(text(value)).startsWith("Hello world!").endsWith("far");
    }

    @Test
    void shares_its_bytes_with_a_snapshot_until_they_change() {
        StringValue.Bytes value = bytesOf("hello");
        StringValue before = (StringValue) value.asOfNow();

        assertThat(before.bytes()).isSameAs(value.bytes());
        assertThat(StringValue.of(5).asOfNow()).isEqualTo(StringValue.of(5));
    }

    @Test
    void does_not_change_with_its_copy() {
        StringValue.Bytes value = bytesOf("hello");
        StringValue.Bytes copy = value.copy();

        replace(value, 0, "J");

        assertThat(text(copy)).isEqualTo("hello");
        assertThat(copy.encodingName()).isEqualTo("embstr");
    }
}
