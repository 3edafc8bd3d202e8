package io.redisreplicaset.operator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.local.StateFile.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StateFileTest {
    private static final RedisReplicaSetStatus EPOCH_FOUR =
            RedisReplicaSetStatus.empty().toBuilder().epoch(4).build();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_new_folder_gets_an_identity_that_stays() throws LocalProblem {
        State first = StateFile.open(path()).state();

        assertThat(first.setId()).hasSize(36);
        assertThat(StateFile.open(path()).state()).isEqualTo(first);
    }

    @Test
    void what_was_replaced_is_there_at_the_next_start() throws LocalProblem {
        StateFile file = StateFile.open(path());

        assertThat(file.replace(file.state().version(), EPOCH_FOUR)).isTrue();

        assertThat(StateFile.open(path()).state()).isEqualTo(file.state());
        assertThat(file.state().status().epoch()).isEqualTo(4);
    }

    @Test
    void a_replacement_of_another_version_changes_nothing() throws LocalProblem {
        StateFile file = StateFile.open(path());
        long version = file.state().version();
        file.replace(version, EPOCH_FOUR);

        assertThat(file.replace(version, RedisReplicaSetStatus.empty())).isFalse();

        assertThat(file.state().status().epoch()).isEqualTo(4);
    }

    @Test
    void one_that_cannot_be_written_changes_nothing_and_says_where() throws LocalProblem, IOException {
        StateFile file = StateFile.open(path());
        long version = file.state().version();
        Path inTheWay = Files.createDirectory(folder.resolve("state.json.new"));

        assertThatThrownBy(() -> file.replace(version, EPOCH_FOUR))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("the set's state could not be written to " + inTheWay + ": ");
        assertThat(file.state().version()).isEqualTo(version);

        Files.delete(inTheWay);
        assertThat(file.replace(version, EPOCH_FOUR)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "garbage",
                "{",
                "[]",
                "{}",
                "{\"setId\":\"\",\"version\":1,\"createdAt\":\"2026-11-21T10:00:00Z\",\"status\":{}}",
                "{\"setId\":\"a\",\"version\":1,\"status\":{}}",
                "{\"setId\":\"a\",\"version\":1,\"createdAt\":\"yesterday\",\"status\":{}}",
                "{\"setId\":\"a\",\"version\":1,\"createdAt\":\"2026-11-21T10:00:00Z\"}",
                "{\"setId\":\"a\",\"version\":1,\"createdAt\":\"2026-11-21T10:00:00Z\",\"status\":{\"epoch\":\"x\"}}",
                "{\"setId\":\"a\",\"version\":1,\"createdAt\":\"2026-11-21T10:00:00Z\",\"status\":{\"voters\":"
                        + "{\"members\":[{\"nodeId\":\"d\",\"name\":\"cache-0\"}],\"writeQuorum\":7}}}",
                "{\"setId\":\"a\",\"version\":1,\"createdAt\":\"2026-11-21T10:00:00Z\",\"status\":{\"failover\":"
                        + "{\"epoch\":8,\"kind\":\"Dreaming\",\"stage\":\"Fencing\",\"coordinator\":\"x\","
                        + "\"reason\":\"dead\",\"detectMillis\":0,\"startedAt\":\"2026-11-21T10:00:00Z\"}}}"
            })
    void a_file_that_makes_no_sense_is_refused_in_one_line_and_left_as_it_is(String text) throws IOException {
        Files.writeString(path(), text);

        LocalProblem problem = catchThrowableOfType(LocalProblem.class, () -> StateFile.open(path()));

        assertThat(problem.getMessage())
                .hasLineCount(1)
                .startsWith(path() + " cannot be used: ")
                .doesNotContain("null")
                .endsWith(". It says who was master, so it is left as it is; to begin anew, remove its folder");
        assertThat(path()).hasContent(text);
        assertThat(folder.toFile().list()).containsExactly("state.json");
    }

    @Test
    void a_file_that_was_cut_off_anywhere_is_refused() throws LocalProblem, IOException {
        StateFile file = StateFile.open(path());
        file.replace(file.state().version(), EPOCH_FOUR);
        String whole = Files.readString(path());

        for (int length = 0; length < whole.length(); length++) {
            Files.writeString(path(), whole.substring(0, length));
            assertThatThrownBy(() -> StateFile.open(path()))
                    .as("%d characters of %s", length, whole)
                    .isInstanceOf(LocalProblem.class);
        }
    }

    private Path path() {
        return folder.resolve("state.json");
    }
}
