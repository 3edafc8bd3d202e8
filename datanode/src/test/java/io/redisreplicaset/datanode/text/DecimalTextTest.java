package io.redisreplicaset.datanode.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecimalTextTest {
    private static boolean isLong(String text) {
        // Digits around it: a bound that is not kept would be seen.
        byte[] bytes = ("9" + text + "9").getBytes(StandardCharsets.ISO_8859_1);
        return DecimalText.isLong(bytes, 1, bytes.length - 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 9, 10, -10, 99, 100, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 1})
    void writes_and_reads_a_number(long number) {
        byte[] bytes = DecimalText.bytes(number);

        assertThat(new String(bytes, StandardCharsets.US_ASCII)).isEqualTo(Long.toString(number));
        assertThat(DecimalText.length(number)).isEqualTo(bytes.length);
        assertThat(DecimalText.isLong(bytes, 0, bytes.length)).isTrue();
        assertThat(DecimalText.parse(bytes, 0, bytes.length)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                "-0",
                "00",
                "01",
                "-01",
                " 1",
                "1 ",
                "1a",
                "a",
                "1.0",
                "1e3",
                "--1",
                "9223372036854775808",
                "-9223372036854775809",
                "18446744073709551616",
                "99999999999999999999",
                "100000000000000000000",
                "\u0661"
            })
    void takes_only_the_one_way_to_write_a_number(String text) {
        assertThat(isLong(text)).isFalse();
    }

    @Test
    void writes_at_a_place_and_says_where_it_ends() {
        byte[] target = "xxxxxxx".getBytes(StandardCharsets.US_ASCII);

        int end = DecimalText.write(-123, target, 2);

        assertThat(end).isEqualTo(6);
        assertThat(new String(target, StandardCharsets.US_ASCII)).isEqualTo("xx-123x");
    }

    @RepeatedTest(200)
    void agrees_with_java_about_numbers_of_any_size() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        long number = random.nextLong() >> random.nextInt(64);

        byte[] bytes = DecimalText.bytes(number);

        assertThat(new String(bytes, StandardCharsets.US_ASCII))
                .as("seed %s", seed)
                .isEqualTo(Long.toString(number));
        assertThat(DecimalText.parse(bytes, 0, bytes.length))
                .as("seed %s", seed)
                .isEqualTo(number);
    }

    @RepeatedTest(200)
    void agrees_with_java_about_what_is_no_number() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(23); i > 0; i--) {
            text.append("-0123456789".charAt(random.nextInt(11)));
        }

        boolean isCanonical;
        try {
            isCanonical = Long.toString(Long.parseLong(text.toString())).contentEquals(text);
        } catch (NumberFormatException none) {
            isCanonical = false;
        }

        assertThat(isLong(text.toString())).as("seed %s: '%s'", seed, text).isEqualTo(isCanonical);
    }
}
