package io.redisreplicaset.datanode.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DecimalFractionTest {
    private static @Nullable BigDecimal parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return DecimalFraction.parse(bytes, bytes.length);
    }

    private static String render(String number) {
        return new String(DecimalFraction.render(new BigDecimal(number)), StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-0,0",
        "1,1",
        "+1.50,1.5",
        ".5,0.5",
        "5.,5",
        "1e3,1000",
        "1E-3,0.001",
        "-200,-200",
        "3.0e3,3000",
        "9223372036854775808,9223372036854775808",
        "0.1000000000000000055511151231257827,0.10000000000000001"
    })
    void reads_a_number_and_writes_it_plainly(String text, String plain) {
        BigDecimal number = Objects.requireNonNull(parse(text));

        assertThat(new String(DecimalFraction.render(number), StandardCharsets.US_ASCII))
                .isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " 1", "1 ", "\t1", "1\n", "a", "1.2.3", "1,5", "--1", "1e", "e1", ".", "inf", "nan", "1_000"
            })
    void refuses_what_is_no_number(String text) {
        assertThat(parse(text)).isNull();
    }

    @Test
    void refuses_what_redis_could_not_hold() {
        assertThat(parse("1e4932")).isNotNull();
        assertThat(parse("1.2e4932")).isNull();
        assertThat(parse("-1.2e4932")).isNull();
        assertThat(parse("1e4933")).isNull();
        assertThat(parse("1e999999999")).isNull();
        assertThat(parse("1e-999999999")).isNull();
        assertThat(parse("0e999999999")).isEqualTo(BigDecimal.ZERO);
    }

    @Test
    void does_not_read_a_text_of_any_length() {
        assertThat(parse("1".repeat(4000))).isNotNull();
        assertThat(parse("1".repeat(6000))).isNull();
        assertThat(parse("0." + "1".repeat(6000))).isNull();
    }

    @Test
    void reads_no_further_than_it_is_told() {
        byte[] bytes = "1.59".getBytes(StandardCharsets.US_ASCII);

        assertThat(DecimalFraction.parse(bytes, 3)).isEqualByComparingTo("1.5");
    }

    @Test
    void writes_no_more_than_seventeen_digits_behind_the_point() {
        assertThat(render("0.123456789012345674999")).isEqualTo("0.12345678901234567");
        assertThat(render("0.123456789012345675001")).isEqualTo("0.12345678901234568");
        assertThat(render("0.000000000000000001")).isEqualTo("0");
        assertThat(render("-0.000000000000000001")).isEqualTo("0");
    }

    @Test
    void writes_no_exponent_and_no_zeros_at_the_end() {
        assertThat(render("1E+20")).isEqualTo("100000000000000000000");
        assertThat(render("1.500")).isEqualTo("1.5");
        assertThat(render("100")).isEqualTo("100");
        assertThat(render("0.00")).isEqualTo("0");
    }

    @Test
    void knows_the_words_for_infinity() {
        for (String word : new String[] {"inf", "+inf", "-inf", "Infinity", "-INFINITY"}) {
            byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
            assertThat(DecimalFraction.isInfinite(bytes, bytes.length)).as(word).isTrue();
        }
        for (String word : new String[] {"", "-", "in", "infinit", "1", "nan"}) {
            byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
            assertThat(DecimalFraction.isInfinite(bytes, bytes.length)).as(word).isFalse();
        }
    }

    @Test
    void knows_a_sum_that_redis_could_not_hold() {
        BigDecimal large = Objects.requireNonNull(parse("1e4932"));

        assertThat(DecimalFraction.isInRange(large)).isTrue();
        assertThat(DecimalFraction.isInRange(large.add(large))).isFalse();
        assertThat(DecimalFraction.isInRange(large.add(large).negate())).isFalse();
        assertThat(DecimalFraction.isInRange(BigDecimal.ZERO)).isTrue();
    }
}
