package io.redisreplicaset.datanode.server;

import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.engine.NodeLog;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The log: a line each, in Redis's form, to standard output or to `logfile`.
///
/// ```
///   1234:M 21 Nov 2026 12:00:00.000 * Ready to accept connections
///   pid:role        time            level
/// ```
final class LogWriter implements NodeLog {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd MMM yyyy HH:mm:ss.SSS", Locale.ROOT);

    private final OutputStream target;
    private final long pid = ProcessHandle.current().pid();
    private volatile Level threshold = Level.NOTICE;
    private volatile boolean isSilent;
    private volatile char role = 'M';

    private LogWriter(OutputStream target) {
        this.target = target;
    }

    /// @throws IOException `logfile` can't be opened for appending
    @SuppressWarnings("resource") // open until the process ends
    static LogWriter open(Settings settings) throws IOException {
        String file = settings.get(Directives.LOG_FILE);
        LogWriter log = new LogWriter(file.isEmpty() ? System.out : new FileOutputStream(file, true));
        log.level(settings.get(Directives.LOG_LEVEL));
        return log;
    }

    /// @param word of `loglevel`
    void level(String word) {
        isSilent = word.equals("nothing");
        if (!isSilent) {
            threshold = Level.valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /// `M` for a master, `S` for a replica.
    void role(boolean isReplica) {
        role = isReplica ? 'S' : 'M';
    }

    @Override
    public void log(Level level, String line) {
        if (isSilent || level.compareTo(threshold) < 0) {
            return;
        }
        char mark = switch (level) {
            case DEBUG -> '.';
            case VERBOSE -> '-';
            case NOTICE -> '*';
            case WARNING -> '#';
        };
        raw(pid + ":" + role + " " + TIME.format(LocalDateTime.now(ZoneId.systemDefault())) + " " + mark + " "
                + line.replace('\n', ' '));
    }

    /// A line as it is.
    void raw(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (target) {
            try {
                target.write(bytes);
                target.flush();
            } catch (IOException nowhereToTell) {
                // A log that can't be written must not stop the data from being served.
                isSilent = true;
            }
        }
    }
}
