package io.redisreplicaset.datanode.command;

import java.util.List;

/// CONFIG SET and CONFIG REWRITE.
public interface ConfigControl {
    /// Puts all settings in force, or none.
    ///
    /// @param namesAndValues name, value, name, value …
    /// @throws ErrorReply names the first one that can't be set
    void set(List<String> namesAndValues);

    /// Writes the settings in force back into the file that the node was started with.
    ///
    /// @throws ErrorReply there is no file, or it can't be written
    void rewrite();
}
