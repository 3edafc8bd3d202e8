package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.membership.NodeMembership;
import io.redisreplicaset.datanode.membership.ReplicaHello;
import java.util.Optional;

/// What replication asks and tells the set's membership. [#NONE] stands in a node that belongs to no set.
public interface SetMembership {
    boolean isMember();

    /// Whether this node adds to the history of its own accord: expired keys, pings, questions. In a set only the
    /// master does, and only as long as it is one; a byte that a fenced node added would part its history from its
    /// successor's.
    boolean writesHistory();

    /// How this node introduces itself to its upstream; empty where it does not.
    Optional<ReplicaHello> hello();

    /// The upstream answered the introduction with its epoch. False: close the link, try again later.
    boolean upstreamAnswered(long upstreamEpoch);

    /// A replica introduced itself.
    ///
    /// @return the whole reply, with its leading `+` or `-`
    String replicaGreeted(ReplicaHello hello);

    /// Asked before a full sync is begun for a replica of the set. Empty where it may be, else the error without
    /// its leading `-`.
    ///
    /// @param requestedOffset the last offset that the replica says it holds; -1 where it asked for everything
    Optional<String> refusalOfFullSync(ReplicaHello replica, long requestedOffset);

    /// A replica, or one behind it, says what it holds.
    ///
    /// @return whether that can be true; if not, close its link
    boolean acked(String nodeId, long epoch, long offset);

    /// What may be acked upstream at this moment; empty for nothing.
    Optional<NodeMembership.Ack> ack();

    /// Whether to ack at the end of each turn in which something was applied, instead of once a second.
    boolean acksEagerly();

    /// The stream was applied up to this offset.
    void applied(long endOffset);

    /// A message on [HistoryMarker#CHANNEL] came with the stream, or with a snapshot that was swapped in.
    ///
    /// @return whether it can continue this history; if not, close the link
    boolean markerApplied(String text, long endOffset);

    /// Whether a snapshot may take the place of this node's data.
    ///
    /// @param marker the text of its aux field
    boolean mayReplaceDataBy(Optional<String> marker, long offset);

    /// The marker that a snapshot of this node's data carries; empty where it has none.
    Optional<String> markerText();

    /// The link to the upstream came up, went down, or completed a sync.
    void linkChanged();

    SetMembership NONE = new SetMembership() {
        @Override
        public boolean isMember() {
            return false;
        }

        @Override
        public boolean writesHistory() {
            return true;
        }

        @Override
        public Optional<ReplicaHello> hello() {
            return Optional.empty();
        }

        @Override
        public boolean upstreamAnswered(long upstreamEpoch) {
            return true;
        }

        @Override
        public String replicaGreeted(ReplicaHello hello) {
            return "-ERR This node belongs to no set";
        }

        @Override
        public Optional<String> refusalOfFullSync(ReplicaHello replica, long requestedOffset) {
            return Optional.empty();
        }

        @Override
        public boolean acked(String nodeId, long epoch, long offset) {
            return true;
        }

        @Override
        public Optional<NodeMembership.Ack> ack() {
            return Optional.empty();
        }

        @Override
        public boolean acksEagerly() {
            return false;
        }

        @Override
        public void applied(long endOffset) {}

        @Override
        public boolean markerApplied(String text, long endOffset) {
            return true;
        }

        @Override
        public boolean mayReplaceDataBy(Optional<String> marker, long offset) {
            return true;
        }

        @Override
        public Optional<String> markerText() {
            return Optional.empty();
        }

        @Override
        public void linkChanged() {}
    };
}
