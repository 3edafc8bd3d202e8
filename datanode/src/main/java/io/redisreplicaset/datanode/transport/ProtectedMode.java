package io.redisreplicaset.datanode.transport;

import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import java.nio.charset.StandardCharsets;

/// `protected-mode`: a server without a password talks to its own machine alone.
final class ProtectedMode {
    static final byte[] REFUSAL =
            ("-DENIED Redis is running in protected mode because protected mode is enabled and no password is set"
                            + " for the default user. Connect from this machine, set a password with CONFIG SET requirepass, or turn it off with"
                            + " CONFIG SET protected-mode no.\r\n")
                    .getBytes(StandardCharsets.US_ASCII);

    private ProtectedMode() {}

    static boolean refuses(Settings settings) {
        return settings.isOn(Directives.PROTECTED_MODE)
                && settings.get(Directives.REQUIRE_PASS).isEmpty();
    }
}
