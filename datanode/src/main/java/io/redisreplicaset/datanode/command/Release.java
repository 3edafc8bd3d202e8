package io.redisreplicaset.datanode.command;

/// Which release this is.
public final class Release {
    /// What HELLO and INFO call us, for clients that look: the release of Redis whose commands and formats this node
    /// follows.
    public static final String REDIS_COMPATIBLE = "7.0.15";

    private Release() {}

    /// Our own version, from the jar; `dev` where the classes are not in one.
    public static String ours() {
        String version = Release.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
