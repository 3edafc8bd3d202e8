package io.redisreplicaset.operator.app;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// The release, as the jar says it.
final class RrsVersion implements IVersionProvider {
    private static final String UNPACKAGED = "development";

    static String text() {
        return Objects.requireNonNullElse(RrsVersion.class.getPackage().getImplementationVersion(), UNPACKAGED);
    }

    @Override
    public String[] getVersion() {
        return new String[] {"rrs " + text()};
    }
}
