package io.redisreplicaset.datanode.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobPatternTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean matches(String pattern, String text) {
        return GlobPattern.matches(bytes(pattern), bytes(text));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            ``          | ``
            *           | ``
            *           | anything
            **          | anything
            hello       | hello
            h?llo       | hello
            h*llo       | hllo
            h*llo       | heeeello
            *llo        | hello
            h*          | hello
            a*b*c       | a1b2b3c
            *a*b        | xaab
            h[ae]llo    | hallo
            h[^e]llo    | hallo
            h[a-b]llo   | hbllo
            h[b-a]llo   | hallo
            h[a-]llo    | h^
            [a\\]b]     | ]
            [\\-a]      | -
            [-a]        | -
            [^]         | x
            [abc        | c
            [^abc       | x
            [a-         | -
            \\*         | *
            \\?x        | ?x
            \\[a        | [a
            \\a         | a
            a\\         | a\\
            key:*:?     | key:17:x
            """)
    void matches_as_redis_does(String pattern, String text) {
        assertThat(matches(pattern, text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            ``          | a
            a           | ``
            ?           | ``
            hello       | hell
            hell        | hello
            h?llo       | hllo
            h*llo       | hellow
            a*b*c       | acb
            h[ae]llo    | hillo
            h[^e]llo    | hello
            h[a-b]llo   | hcllo
            h[a-]llo    | h-llo
            h[]llo      | hallo
            [           | [
            []          | a
            \\*         | a
            \\?         | a
            [a]b        | a
            [\\a-c]     | b
            *a          | ab
            HELLO       | hello
            """)
    void does_not_match_where_redis_does_not(String pattern, String text) {
        assertThat(matches(pattern, text)).isFalse();
    }

    @Test
    void knows_bytes_that_are_no_text() {
        assertThat(matches("\u00FF?\u0000", "\u00FF\u0080\u0000")).isTrue();
        assertThat(matches("[\u0080-\u00FF]", "\u00C3")).isTrue();
        assertThat(matches("[\u0080-\u00FF]", "a")).isFalse();
    }

    @Test
    void reads_only_the_part_of_the_text_that_it_is_given() {
        byte[] text = bytes("xxabcxx");

        assertThat(GlobPattern.matches(bytes("a?c"), text, 2, 3, false)).isTrue();
        assertThat(GlobPattern.matches(bytes("a?c*x"), text, 2, 3, false)).isFalse();
    }

    @Test
    void is_not_led_into_trying_everything() {
        // A matcher that goes back to every star would be busy for longer than this machine will stand.
        assertThat(matches("a*".repeat(500) + "b", "a".repeat(20_000))).isFalse();
    }

    @RepeatedTest(500)
    void agrees_with_a_matcher_that_tries_everything() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        String pattern = draw(random, "ab*?[]^-\\\\", 8);
        String text = draw(random, "ab-]^", 8);

        assertThat(matches(pattern, text))
                .as("seed %s: '%s' and '%s'", seed, pattern, text)
                .isEqualTo(triesEverything(pattern, text));
    }

    private static String draw(SplittableRandom random, String letters, int maxLength) {
        StringBuilder drawn = new StringBuilder();
        for (int i = random.nextInt(maxLength + 1); i > 0; i--) {
            drawn.append(letters.charAt(random.nextInt(letters.length())));
        }
        return drawn.toString();
    }

    private static boolean triesEverything(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        if (pattern.charAt(0) == '*') {
            String rest = pattern.substring(1);
            return triesEverything(rest, text) || (!text.isEmpty() && triesEverything(pattern, text.substring(1)));
        }
        if (text.isEmpty()) {
            return false;
        }
        int end = elementEnd(pattern);
        return takes(pattern.substring(0, end), text.charAt(0))
                && triesEverything(pattern.substring(end), text.substring(1));
    }

    /// Behind the first element, which is no star.
    private static int elementEnd(String pattern) {
        if (pattern.charAt(0) == '\\') {
            return Math.min(2, pattern.length());
        }
        if (pattern.charAt(0) != '[') {
            return 1;
        }
        int at = pattern.startsWith("[^") ? 2 : 1;
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            boolean isEscape = pattern.charAt(at) == '\\' && at + 1 < pattern.length();
            boolean isRange = !isEscape && at + 2 < pattern.length() && pattern.charAt(at + 1) == '-';
            at += isEscape ? 2 : isRange ? 3 : 1;
        }
        return Math.min(at + 1, pattern.length());
    }

    private static boolean takes(String element, char c) {
        if (element.startsWith("[")) {
            boolean isNegated = element.startsWith("[^");
            return isInClass(element.substring(isNegated ? 2 : 1), c) != isNegated;
        }
        boolean isEscape = element.length() == 2;
        return element.equals("?") || element.charAt(isEscape ? 1 : 0) == c;
    }

    private static boolean isInClass(String members, char c) {
        boolean found = false;
        int at = 0;
        while (at < members.length() && members.charAt(at) != ']') {
            char first = members.charAt(at);
            if (first == '\\' && at + 1 < members.length()) {
                found |= members.charAt(at + 1) == c;
                at += 2;
            } else if (at + 2 < members.length() && members.charAt(at + 1) == '-') {
                char last = members.charAt(at + 2);
                found |= c >= Math.min(first, last) && c <= Math.max(first, last);
                at += 3;
            } else {
                found |= first == c;
                at++;
            }
        }
        return found;
    }

    @Test
    void folds_letters_where_it_is_told_to() {
        assertThat(ignoringCase("MAX*", "maxclients")).isTrue();
        assertThat(ignoringCase("m[A-X]x", "mBx")).isTrue();
        assertThat(ignoringCase("m[a-x]x", "MBX")).isTrue();
        assertThat(matches("MAX*", "maxclients")).isFalse();
    }

    private static boolean ignoringCase(String pattern, String text) {
        byte[] bytes = bytes(text);
        return GlobPattern.matches(bytes(pattern), bytes, 0, bytes.length, true);
    }
}
