package io.redisreplicaset.operator.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.CommittedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A schedule told as a text that is committed beside the tests. A change of behaviour shows as a change of the text,
/// in words; `-Dscenarios.accept=true` takes the new one.
final class Story {
    private static final String ACCEPT = "scenarios.accept";
    private static final String FOLDER = "operator/src/test/resources/scenarios/";

    /// True, and of no interest to somebody who wants to see how a set finds its way.
    private static final Set<String> LEFT_OUT = Set.of("tells", "PEERS", "no link", "conflicts", "copies", "unlinked");

    private final Schedule schedule;
    private final StringBuilder text = new StringBuilder();

    private Story(Schedule schedule, String title) {
        this.schedule = schedule;
        text.append("# ").append(title).append('\n');
    }

    /// Begins with a set of which nothing is there yet.
    static Story of(SimSettings settings, String title) {
        Schedule schedule = new Schedule(settings, Mutation.NONE);
        schedule.sim().trace().tellAll();
        return new Story(schedule, title);
    }

    /// Begins with a set that runs.
    static Story ofRunning(SimSettings settings, String title) {
        Schedule schedule = new Schedule(settings, Mutation.NONE).begun();
        // Until every probe has found its node ready.
        schedule.pass(3_000);
        schedule.sim().trace().tellAll();
        return new Story(schedule, title);
    }

    Schedule schedule() {
        return schedule;
    }

    /// What the next events are about.
    Story then(String words, Runnable deed) {
        take();
        text.append("\n-- ").append(words).append("\n\n");
        deed.run();
        take();
        return this;
    }

    private void take() {
        List<String> lines = schedule.sim().trace().takeAll(LEFT_OUT);
        text.append(lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
    }

    void mustBe(String name) {
        take();
        Path path = CommittedFile.repository().resolve(FOLDER + name + ".txt");
        try {
            if (Boolean.getBoolean(ACCEPT)) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, text);
            }
            assertThat(text.toString())
                    .as("%s%s.txt; if the new story is right: -D%s=true", FOLDER, name, ACCEPT)
                    .isEqualTo(Files.exists(path) ? Files.readString(path) : "");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
