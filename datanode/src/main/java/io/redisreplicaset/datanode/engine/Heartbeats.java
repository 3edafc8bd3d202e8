package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.membership.HeartbeatAnswer;
import io.redisreplicaset.datanode.membership.PeerAddress;
import java.util.List;

/// The connections to the other nodes of the set.
public interface Heartbeats {
    /// Keeps exactly these connections.
    void exchangeWith(List<PeerAddress> peers);

    /// What comes back, on the engine's thread.
    interface Listener {
        /// What to ask: the arguments of the next REPLICASET HEARTBEAT.
        List<String> question();

        /// @param askedAtNanos when the question that this answers was sent
        void answered(String peerName, long askedAtNanos, HeartbeatAnswer answer);

        /// The connection is closed, or could not be opened.
        void disconnected(String peerName);
    }
}
