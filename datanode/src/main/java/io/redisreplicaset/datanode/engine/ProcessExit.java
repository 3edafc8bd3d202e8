package io.redisreplicaset.datanode.engine;

/// The end of the process, as the engine asks for it.
public interface ProcessExit {
    /// Flushes what is written to connections and ends the process with this code. The loop begins no other turn, and
    /// no
    /// part of the engine is called again: what happened now would not be in what was saved.
    void exit(int code);

    /// Ends the process at once. Any thread may call it.
    void halt(int code);
}
