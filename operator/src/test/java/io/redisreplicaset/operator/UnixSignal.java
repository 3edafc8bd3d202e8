package io.redisreplicaset.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.NullMarked;

/// What the JDK has no call for. Only for processes that the test started itself.
@NullMarked
public enum UnixSignal {
    INT,
    KILL,
    STOP,
    CONT;

    /// To one process; to a whole group where the number is negative.
    public void to(long pid) {
        try {
            int code = new ProcessBuilder("kill", "-s", name(), "--", String.valueOf(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("no signal " + name() + " to " + pid);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
