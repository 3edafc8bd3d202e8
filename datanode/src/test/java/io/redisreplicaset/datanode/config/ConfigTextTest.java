package io.redisreplicaset.datanode.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class ConfigTextTest {
    private static List<ConfigText.Line> parse(String text) throws ConfigException {
        return ConfigText.parse("redis.conf", text.lines().toList());
    }

    @Test
    void reads_names_and_words() throws ConfigException {
        List<ConfigText.Line> lines = parse("port 6379\n  save 900 1\t\n\"dir\" \"/a b\" '' \n");

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).name()).isEqualTo("port");
        assertThat(lines.get(0).arguments()).containsExactly("6379");
        assertThat(lines.get(1).arguments()).containsExactly("900", "1");
        assertThat(lines.get(2).name()).isEqualTo("dir");
        assertThat(lines.get(2).arguments()).containsExactly("/a b", "");
    }

    @Test
    void passes_over_comments_and_blank_lines() throws ConfigException {
        assertThat(parse("# port 1\n\n   \n\t# port 2\n#\n")).isEmpty();
    }

    @Test
    void takes_a_hash_behind_a_word_for_a_word() throws ConfigException {
        assertThat(parse("requirepass a#b # c").getFirst().arguments()).containsExactly("a#b", "#", "c");
    }

    @Test
    void knows_where_a_line_stands() throws ConfigException {
        ConfigText.Line line = parse("# comment\n\nport  6379").getFirst();

        assertThat(line.number()).isEqualTo(3);
        assertThat(line.place()).isEqualTo("redis.conf line 3: 'port 6379'");
    }

    @Test
    void says_which_line_has_quotes_that_are_not_closed() {
        assertThatThrownBy(() -> parse("port 1\ndir \"a"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("redis.conf line 2: 'dir ...': unbalanced quotes in request");
    }

    @Test
    void quotes_only_what_needs_it() {
        assertThat(ConfigText.quoted("6379")).isEqualTo("6379");
        assertThat(ConfigText.quoted("/var/lib")).isEqualTo("/var/lib");
        assertThat(ConfigText.quoted("")).isEqualTo("\"\"");
        assertThat(ConfigText.quoted("a b")).isEqualTo("\"a b\"");
        assertThat(ConfigText.quoted("#a")).isEqualTo("\"#a\"");
        assertThat(ConfigText.quoted("a\"b\\c'd")).isEqualTo("\"a\\\"b\\\\c'd\"");
        assertThat(ConfigText.quoted("a\r\n\tb")).isEqualTo("\"a\\r\\n\\tb\"");
    }

    @RepeatedTest(200)
    void reads_back_any_value_that_it_has_quoted() throws ConfigException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder value = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            value.appendCodePoint(random.nextInt(4) == 0 ? random.nextInt(0xD7FF) : random.nextInt(128));
        }

        List<ConfigText.Line> lines =
                ConfigText.parse("file", List.of("requirepass " + ConfigText.quoted(value.toString())));

        assertThat(lines.getFirst().arguments()).as("seed %s", seed).containsExactly(value.toString());
    }
}
