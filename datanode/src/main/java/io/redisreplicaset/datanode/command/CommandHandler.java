package io.redisreplicaset.datanode.command;

/// What a command does.
@FunctionalInterface
public interface CommandHandler {
    /// Runs on the owning thread. Writes exactly one reply, unless it suppresses or blocks it.
    ///
    /// @throws ErrorReply the request can't be done; the reply is that error and nothing was changed
    void run(Invocation invocation);
}
