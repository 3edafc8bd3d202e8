package io.redisreplicaset.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.local.TerminalSize.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TerminalSizeTest {
    @Test
    void stty_says_rows_and_columns() {
        assertThat(TerminalSize.parse("57 213\n", Size.USUAL)).isEqualTo(new Size(57, 213));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0 0\n", "0 80", "24", "stty: standard input: not a terminal", "24 80 1", "99999 1"})
    void what_is_no_size_leaves_what_was_known(String answer) {
        assertThat(TerminalSize.parse(answer, new Size(30, 90))).isEqualTo(new Size(30, 90));
    }
}
