package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.api.Manifest;
import io.redisreplicaset.operator.api.Problem;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.SpecRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The user's file, read again whenever it changes: to save it is to apply it.
final class SpecFile {
    private final Path file;
    private String lastText = "";
    private @Nullable RedisReplicaSet accepted;
    private long generation;

    SpecFile(Path file) {
        this.file = file;
    }

    /// What came of reading.
    sealed interface Reading {
        /// It says what it said before.
        record Same() implements Reading {}

        /// Another spec, and a valid one.
        record Applied(RedisReplicaSet set) implements Reading {}

        /// What it says now cannot be done; what it said before holds.
        record Refused(String why) implements Reading {}
    }

    /// @throws LocalProblem the file is not there, or is not valid
    RedisReplicaSet first() throws LocalProblem {
        return switch (read()) {
            case Reading.Applied(RedisReplicaSet set) -> set;
            case Reading.Refused(String why) -> throw new LocalProblem(why);
            case Reading.Same() -> throw new LocalProblem(file + " is empty: wanted a RedisReplicaSet");
        };
    }

    Reading read() {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException missing) {
            return refused("there is no file " + file);
        } catch (IOException unreadable) {
            return refused(file + " cannot be read: " + unreadable.getMessage());
        }
        if (text.equals(lastText)) {
            return new Reading.Same();
        }
        lastText = text;
        return switch (Manifest.read(text)) {
            case Manifest.Refused(List<Problem> problems) -> new Reading.Refused(file + ": " + sentences(problems));
            case Manifest.Accepted(RedisReplicaSet set) -> judge(set);
        };
    }

    private Reading judge(RedisReplicaSet set) {
        RedisReplicaSet before = accepted;
        List<Problem> problems = new ArrayList<>();
        if (before != null) {
            problems.addAll(SpecRules.problems(set, before.getSpec()));
            String name = before.getMetadata().getName();
            if (!name.equals(set.getMetadata().getName())) {
                problems.add(
                        new Problem("metadata.name", name, set.getMetadata().getName()));
            }
        }
        if (!problems.isEmpty()) {
            return new Reading.Refused(file + ": " + sentences(problems));
        }
        set.getMetadata().setGeneration(++generation);
        accepted = set;
        return new Reading.Applied(set);
    }

    /// A file that is being replaced is not there for a moment: said once, and not at each look.
    private Reading refused(String why) {
        boolean isSaid = lastText.equals(why);
        lastText = why;
        return isSaid ? new Reading.Same() : new Reading.Refused(why);
    }

    private static String sentences(List<Problem> problems) {
        return problems.stream().map(Problem::sentence).collect(Collectors.joining("; "));
    }
}
