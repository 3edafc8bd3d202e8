package io.redisreplicaset.datanode.membership;

/// What the membership is told by the node's configuration.
///
/// @param holdsReplies true with durability `quorum`: an OK waits until the write is committed
/// @param closesWritesWhenIsolated with three voters or more, refuse writes where no majority was heard for
///     `isolationTimeoutNanos`
/// @param detectionTimeoutNanos how long a peer may be silent before it is suspected
public record MembershipConfig(
        String setId,
        String name,
        boolean holdsReplies,
        boolean closesWritesWhenIsolated,
        long isolationTimeoutNanos,
        long detectionTimeoutNanos) {
    /// Heartbeats go out this many times within the detection timeout.
    public static final int HEARTBEATS_PER_DETECTION_TIMEOUT = 8;

    /// How long a fenced master keeps its clients waiting for a promotion of the same node.
    public static final long PARK_NANOS = 1_000_000_000L;

    public static final long MAX_PAUSE_MILLIS = 60_000;

    public MembershipConfig {
        Bounds.requireSetId(setId);
        Bounds.requireWord("name", name, Bounds.MAX_NAME_LENGTH);
        if (isolationTimeoutNanos <= 0 || detectionTimeoutNanos <= 0) {
            throw new IllegalArgumentException("isolation and detection timeout: wanted more than 0 ns, got "
                    + isolationTimeoutNanos + " and " + detectionTimeoutNanos);
        }
    }

    public long heartbeatPeriodNanos() {
        return detectionTimeoutNanos / HEARTBEATS_PER_DETECTION_TIMEOUT;
    }
}
