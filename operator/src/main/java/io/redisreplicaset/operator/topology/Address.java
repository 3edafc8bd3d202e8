package io.redisreplicaset.operator.topology;

/// Where a node is reached.
public record Address(String host, int port) {
    /// The form of the node's status, `host:port`.
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
