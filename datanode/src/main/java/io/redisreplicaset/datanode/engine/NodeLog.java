package io.redisreplicaset.datanode.engine;

/// Where the engine's log lines go. Implementations may be called from any thread and never block for long.
public interface NodeLog {
    /// Levels of `loglevel`, from all to little.
    enum Level {
        DEBUG,
        VERBOSE,
        NOTICE,
        WARNING
    }

    void log(Level level, String line);

    default void notice(String line) {
        log(Level.NOTICE, line);
    }

    default void warning(String line) {
        log(Level.WARNING, line);
    }

    default void verbose(String line) {
        log(Level.VERBOSE, line);
    }
}
