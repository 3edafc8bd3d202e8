package io.redisreplicaset.datanode.server;

import io.redisreplicaset.datanode.config.ConfigException;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The password of a set, from a file that `RRS_NODE_PASSWORD_FILE` names: for clients (`requirepass`) and for the
/// nodes among
/// themselves (`masterauth`). So it stands in no command line and no configuration.
final class PasswordFile {
    static final String VARIABLE = "RRS_NODE_PASSWORD_FILE";
    private static final int MAX_BYTES = 512;

    private PasswordFile() {}

    /// @param path as the variable has it; empty or null for none
    /// @throws ConfigException it can't be read, or holds no usable password
    static void apply(@org.jspecify.annotations.Nullable String path, Settings settings) throws ConfigException {
        if (path == null || path.isEmpty()) {
            return;
        }
        String password;
        try {
            password = withoutLineEnd(Files.readString(Path.of(path)));
        } catch (IOException unreadable) {
            throw new ConfigException(VARIABLE + ": can't read " + path + ": " + unreadable.getMessage());
        }
        if (password.isEmpty() || password.length() > MAX_BYTES) {
            throw new ConfigException(VARIABLE + ": " + path + ": wanted a password of 1 to " + MAX_BYTES
                    + " characters, got " + password.length());
        }
        settings.set(Directives.REQUIRE_PASS, password);
        settings.set(Directives.MASTER_AUTH, password);
    }

    /// Editors end a file with a line end that nobody means.
    private static String withoutLineEnd(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
