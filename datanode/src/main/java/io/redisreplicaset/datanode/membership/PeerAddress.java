package io.redisreplicaset.datanode.membership;

/// Another node of the set, and where it is reached.
public record PeerAddress(String name, String host, int port) {
    public PeerAddress {
        Bounds.requireWord("name", name, Bounds.MAX_NAME_LENGTH);
        Bounds.requireWord("host", host, Upstream.MAX_HOST_LENGTH);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: wanted 1 to 65535, got " + port);
        }
    }
}
