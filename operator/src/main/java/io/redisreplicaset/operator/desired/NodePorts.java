package io.redisreplicaset.operator.desired;

/// Where a data node listens, in every pod.
public final class NodePorts {
    public static final String REDIS_NAME = "redis";
    public static final int REDIS = 6379;

    /// Health and metrics, on a port that a flood of clients cannot block.
    public static final String ADMIN_NAME = "admin";

    public static final int ADMIN = 9121;

    private NodePorts() {}
}
