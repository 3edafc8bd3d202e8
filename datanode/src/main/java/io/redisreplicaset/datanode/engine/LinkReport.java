package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.replication.replica.UpstreamLink;

/// What a node tells of its link to its upstream.
///
/// @param status `up`, `sync`, `down`, or `none` where this node follows nobody
/// @param downMillis since the link was last up; -1 where it is up or there is none
public record LinkReport(String status, long downMillis) {
    private static final String UP = "up";
    private static final long NANOS_A_MILLI = 1_000_000L;

    static LinkReport of(UpstreamFollower follower, long nowNanos) {
        if (!follower.isFollowing()) {
            return new LinkReport("none", -1);
        }
        UpstreamLink link = follower.link();
        if (link.isConnected()) {
            return new LinkReport(UP, -1);
        }
        return new LinkReport(link.state().isSync() ? "sync" : "down", link.waitingNanos(nowNanos) / NANOS_A_MILLI);
    }

    /// The link is up and a sync or resync was completed on it.
    public boolean isSynced() {
        return status.equals(UP);
    }
}
