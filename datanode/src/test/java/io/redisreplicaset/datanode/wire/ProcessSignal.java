package io.redisreplicaset.datanode.wire;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/// Signals to processes that a test has started.
public final class ProcessSignal {
    private ProcessSignal() {}

    /// Returns when the signal is sent; in the case of `STOP`, when every thread of the process stands still. On a busy
    /// machine that is milliseconds later, and until then the process may answer whom it likes.
    ///
    /// @param name such as `TERM`, `STOP`, `CONT`
    public static void send(long pid, String name) throws IOException {
        try {
            new ProcessBuilder("/bin/bash", "-c", "kill -" + name + " " + pid)
                    .start()
                    .waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
        if (name.equals("STOP")) {
            Awaitility.await("process " + pid + " stands still")
                    .atMost(Duration.ofSeconds(10))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    // A thread that was listed may be gone when it is read.
                    .ignoreExceptionsMatching(
                            gone -> gone instanceof IOException || gone instanceof DirectoryIteratorException)
                    .until(() -> standsStill(pid));
        }
    }

    private static boolean standsStill(long pid) throws IOException {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                // "pid (name) state …", where the name may hold anything.
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        }
    }
}
