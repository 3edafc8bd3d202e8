package io.redisreplicaset.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/// A file of the repository that is made from the code. It is committed, so that people and clusters can read it, and a
/// test says when it is behind.
@NullMarked
public record CommittedFile(String pathFromRoot) {
    private static final String REGENERATE = "rrs.regenerate";

    /// The folder that holds both modules.
    public static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("not run inside of the repository");
            }
        }
        return folder;
    }

    public Path path() {
        return repository().resolve(pathFromRoot);
    }

    public String text() {
        try {
            return Files.readString(path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Fails if the file is not `wanted`, or writes it where the run was started with `-Drrs.regenerate`.
    ///
    /// @param test the class that calls, for the command in the message
    public void mustBe(String wanted, Class<?> test) {
        if (System.getProperty(REGENERATE) != null) {
            try {
                Files.createDirectories(path().getParent());
                Files.writeString(path(), wanted);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return;
        }
        assertThat(Files.exists(path()) ? text() : "(no such file)")
                .as(
                        "%s is behind the code. Regenerate it and commit: mvn -pl operator -am test -Dtest=%s"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -D%s",
                        pathFromRoot, test.getSimpleName(), REGENERATE)
                .isEqualTo(wanted);
    }
}
