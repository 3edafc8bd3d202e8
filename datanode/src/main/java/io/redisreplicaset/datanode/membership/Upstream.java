package io.redisreplicaset.datanode.membership;

/// Whom a replica was told to follow, and in which epoch.
public record Upstream(long epoch, String host, int port) {
    public static final int MAX_HOST_LENGTH = 255;

    public Upstream {
        Bounds.requireEpoch(epoch);
        Bounds.requireWord("host", host, MAX_HOST_LENGTH);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: wanted 1 to 65535, got " + port);
        }
    }

    boolean isAt(String otherHost, int otherPort) {
        return host.equals(otherHost) && port == otherPort;
    }

    /// The form of the status map, `host:port`.
    public String address() {
        return host + ":" + port;
    }
}
