package io.redisreplicaset.operator.cluster;

import io.redisreplicaset.operator.CommittedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs the project's own scripts, and other programs, to their end.
final class Script {
    /// Longer than the first build of a cluster takes.
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private Script() {}

    /// @param output of both streams, in the order in which it came
    record Result(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }

        /// The last line, where programs say what is wrong.
        String lastLine() {
            return output.isBlank()
                    ? "exit code " + exitCode
                    : output.lines().toList().getLast();
        }

        Result orThrow() {
            if (!succeeded()) {
                throw new AssertionError("exit code " + exitCode + ": " + output);
            }
            return this;
        }
    }

    /// @param program found on the path, or relative to the project's folder
    static Result run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(
                program.contains("/")
                        ? CommittedFile.repository().resolve(program).toString()
                        : program);
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(CommittedFile.repository().toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        process.onExit().orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS).exceptionally(tooLate -> {
            process.destroyForcibly();
            return process;
        });
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output.strip());
    }
}
