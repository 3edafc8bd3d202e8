package io.redisreplicaset.datanode.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QuotedWordsTest {
    @Test
    void splits_at_blanks() {
        assertThat(QuotedWords.split("  set\ta  b\r\n")).containsExactly("set", "a", "b");
        assertThat(QuotedWords.split("")).isEmpty();
        assertThat(QuotedWords.split(" \t ")).isEmpty();
    }

    @Test
    void lets_a_vertical_tab_stand_before_a_word_but_not_end_it() {
        assertThat(QuotedWords.split("\u000B\fset a\u000Bb c\fd")).containsExactly("set", "a\u000Bb", "c\fd");
    }

    @Test
    void knows_the_escapes_of_double_quotes() {
        assertThat(QuotedWords.split("\"a b\" \"\\n\\r\\t\\b\\a\" \"\\\"\\\\\\q\" \"\\x41\\x7a\""))
                .containsExactly("a b", "\n\r\t\b\u0007", "\"\\q", "Az");
    }

    @Test
    void takes_an_escape_of_hex_digits_that_are_none_for_the_letter() {
        assertThat(QuotedWords.split("\"\\x4g\" \"\\x4\" \"\\xg4\"")).containsExactly("x4g", "x4", "xg4");
    }

    @Test
    void knows_one_escape_in_single_quotes() {
        assertThat(QuotedWords.split("'a b' 'it\\'s' '\\n' 'a\\\\b' '\"'"))
                .containsExactly("a b", "it's", "\\n", "a\\\\b", "\"");
    }

    @Test
    void knows_an_empty_word() {
        assertThat(QuotedWords.split("a \"\" ''")).containsExactly("a", "", "");
    }

    @Test
    void lets_quotes_begin_in_the_middle_of_a_word() {
        assertThat(QuotedWords.split("a\"b c\" d'e'")).containsExactly("ab c", "de");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "'", "\"a", "'a", "a\"", "\"a\\\"", "'a\\'", "\"a\"b", "'a'b", "\"a\"\"b\"", "\"a\\"})
    void refuses_quotes_that_are_not_closed_or_closed_too_early(String line) {
        assertThatThrownBy(() -> QuotedWords.split(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unbalanced quotes in request");
    }

    @Test
    void keeps_bytes_that_are_no_text() {
        byte[] line = "x \u00FF\"\\xfe\u0080\"y".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(QuotedWords.split(line, 2, line.length - 1))
                .singleElement()
                .isEqualTo(new byte[] {(byte) 0xFF, (byte) 0xFE, (byte) 0x80});
    }

    @Test
    void reads_text_beyond_ascii() {
        assertThat(QuotedWords.split("gr\u00FCn \"\u2713 \u2713\"")).containsExactly("gr\u00FCn", "\u2713 \u2713");
    }
}
