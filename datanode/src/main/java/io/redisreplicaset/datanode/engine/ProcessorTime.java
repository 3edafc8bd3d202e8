package io.redisreplicaset.datanode.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Processor time that this process has used, as the system tells it.
///
/// @param system in the kernel; zero where only the sum is known
record ProcessorTime(Duration user, Duration system) {
    private static final Path STAT = Path.of("/proc/self/stat");

    /// Linux counts in hundredths of a second, whatever the machine.
    private static final long MILLIS_A_TICK = 10;

    /// Places behind the process's name, which stands in parentheses: see proc(5).
    private static final int USER_FIELD = 11;

    static ProcessorTime now() {
        try {
            String line = Files.readString(STAT);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return new ProcessorTime(ticks(fields[USER_FIELD]), ticks(fields[USER_FIELD + 1]));
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException notLinux) {
            Duration all = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
            return new ProcessorTime(all, Duration.ZERO);
        }
    }

    private static Duration ticks(String text) {
        return Duration.ofMillis(Long.parseLong(text) * MILLIS_A_TICK);
    }
}
