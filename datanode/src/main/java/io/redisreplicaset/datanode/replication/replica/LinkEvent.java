package io.redisreplicaset.datanode.replication.replica;

import io.redisreplicaset.datanode.replication.PsyncRequest;

/// What happens to a link.
public sealed interface LinkEvent {
    /// This node is to follow that address.
    record Follow(String host, int port) implements LinkEvent {}

    /// This node is to follow nobody.
    record Unfollow() implements LinkEvent {}

    /// The connection is open.
    ///
    /// @param wanted what will be asked for, from what this node holds now
    record Opened(Introduction introduction, PsyncRequest wanted) implements LinkEvent {}

    /// The connection could not be opened.
    record NotOpened(String why) implements LinkEvent {}

    /// A line, without its end. An empty one only says that the upstream is alive.
    record Line(String text) implements LinkEvent {}

    /// The membership's word on the upstream.
    record Judged(boolean mayBeFollowed) implements LinkEvent {}

    /// The last byte of the snapshot has arrived.
    record SnapshotArrived() implements LinkEvent {}

    /// The snapshot is in place: this node's data is the upstream's at the offset that was promised.
    record SnapshotInPlace() implements LinkEvent {}

    /// The snapshot can't be taken, or the stream can't be followed.
    record Broken(String why) implements LinkEvent {}

    /// The connection is closed.
    record Closed() implements LinkEvent {}

    /// Time passes.
    ///
    /// @param silenceNanos how long an upstream may say nothing: `repl-timeout`
    record Tick(long silenceNanos) implements LinkEvent {}
}
