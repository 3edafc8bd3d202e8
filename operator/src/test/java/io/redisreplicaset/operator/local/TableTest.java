package io.redisreplicaset.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {
    @Test
    void columns_are_as_wide_as_their_widest_cell_with_three_spaces_between() {
        assertThat(Table.lines(
                        List.of("NAME", "READY", "ROLE"),
                        List.of(List.of("cache-0", "true", "master"), List.of("c", "false", "replica"))))
                .containsExactly(
                        "NAME      READY   ROLE", //
                        "cache-0   true    master",
                        "c         false   replica");
    }

    @Test
    void nothing_stands_at_the_end_of_a_line() {
        assertThat(Table.lines(List.of("NAME", "UPSTREAM"), List.of(List.of("cache-0", ""))))
                .containsExactly("NAME      UPSTREAM", "cache-0");
    }

    @Test
    void a_table_without_rows_is_its_header() {
        assertThat(Table.lines(List.of("NAME", "READY"), List.of())).containsExactly("NAME   READY");
    }
}
