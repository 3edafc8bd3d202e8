package io.redisreplicaset.datanode.wire;

import java.io.IOException;

/// Signals to processes that a test has started.
public final class ProcessSignal {
    private ProcessSignal() {}

    /// Returns when the signal is delivered.
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
    }
}
