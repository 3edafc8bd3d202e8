package io.redisreplicaset.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.CommittedFile;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The page that people read at night says what the program says.
final class OperationsPageTest {
    private static final String PAGE = new CommittedFile("config/docs/operations.md").text();

    @Test
    void every_reason_stands_there_with_its_sentence() {
        String rows = Arrays.stream(Reason.values())
                .map(reason -> "| " + reason.word() + " | " + type(reason) + " | " + reason.sentence() + " |")
                .collect(Collectors.joining("\n"));

        assertThat(PAGE).contains(rows);
    }

    private static String type(Reason reason) {
        return switch (reason.severity()) {
            case NORMAL -> "Normal";
            case WARNING -> "Warning";
        };
    }

    @Test
    void every_phase_and_condition_stands_there() {
        assertThat(Phase.values()).allSatisfy(phase -> assertThat(PAGE).contains("\n| " + phase.word() + " | "));
        assertThat(ConditionType.values()).allSatisfy(type -> assertThat(PAGE).contains("\n| " + type.word() + " | "));
    }
}
