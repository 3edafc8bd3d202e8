package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.api.Manifest;
import io.redisreplicaset.operator.api.Problem;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.SpecRules;
import io.redisreplicaset.operator.resource.IntentReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The user's file, read again whenever it changes: to save it is to apply it.
///
/// What it says counts when it was found twice in a row: an editor may be in the midst of writing it.
final class SpecFile {
    private final Path file;
    private Content judged = new Content("", true);
    private Content lastSeen = judged;
    private @Nullable RedisReplicaSet accepted;
    private long generation;

    /// @param text of the file, or why there is none
    private record Content(String text, boolean isThere) {}

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

    /// Reads it at once.
    ///
    /// @throws LocalProblem the file is not there, or is not valid
    RedisReplicaSet first() throws LocalProblem {
        return switch (judge(content())) {
            case Reading.Applied(RedisReplicaSet set) -> set;
            case Reading.Refused(String why) -> throw new LocalProblem(why);
            case Reading.Same() -> throw new IllegalStateException("the first reading is always a new one");
        };
    }

    /// Looks whether it was saved since.
    Reading read() {
        Content content = content();
        boolean isWhole = content.equals(lastSeen);
        lastSeen = content;
        return isWhole && !content.equals(judged) ? judge(content) : new Reading.Same();
    }

    private Content content() {
        try {
            return new Content(Files.readString(file), true);
        } catch (NoSuchFileException missing) {
            return new Content("there is no file " + file, false);
        } catch (AccessDeniedException denied) {
            return new Content(file + " cannot be read: no permission", false);
        } catch (MalformedInputException binary) {
            return new Content(file + " cannot be read: it is not UTF-8 text", false);
        } catch (IOException unreadable) {
            return new Content(file + " cannot be read: " + unreadable.getMessage(), false);
        }
    }

    private Reading judge(Content content) {
        judged = content;
        lastSeen = content;
        if (!content.isThere()) {
            return new Reading.Refused(content.text());
        }
        return switch (Manifest.read(content.text())) {
            case Manifest.Refused(List<Problem> problems) -> new Reading.Refused(file + ": " + sentences(problems));
            case Manifest.Accepted(RedisReplicaSet set) -> judge(set);
        };
    }

    private Reading judge(RedisReplicaSet set) {
        RedisReplicaSet before = accepted;
        List<Problem> problems = new ArrayList<>(IntentReader.problems(set));
        if (before != null) {
            problems.addAll(SpecRules.problems(set, before.getSpec()));
            String name = before.getMetadata().getName();
            if (!name.equals(set.getMetadata().getName())) {
                problems.add(new Problem(
                        "metadata.name",
                        name + " for as long as it runs",
                        set.getMetadata().getName()));
            }
        }
        if (!problems.isEmpty()) {
            return new Reading.Refused(file + ": " + sentences(problems));
        }
        set.getMetadata().setGeneration(++generation);
        accepted = set;
        return new Reading.Applied(set);
    }

    private static String sentences(List<Problem> problems) {
        return problems.stream().map(Problem::sentence).collect(Collectors.joining("; "));
    }
}
