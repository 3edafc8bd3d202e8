package io.redisreplicaset.datanode.replication.replica;

import io.redisreplicaset.datanode.replication.ReplicationId;
import io.redisreplicaset.datanode.replication.SnapshotFraming;
import java.util.List;
import java.util.Optional;

/// What is to be done about a link, in the order given.
public sealed interface LinkAction {
    /// Open a connection; [LinkEvent.Opened] or [LinkEvent.NotOpened] will tell.
    record Open(String host, int port) implements LinkAction {}

    /// Close the connection, or give the attempt up. Nothing that is still under way from it may be taken, and no
    /// [LinkEvent.Closed] is wanted for it.
    record Close() implements LinkAction {}

    /// Send commands, all at once.
    record Send(List<LinkCommand> commands) implements LinkAction {
        public Send {
            commands = List.copyOf(commands);
        }
    }

    /// Send `SYNC` as a bare line, as upstreams understand it that know no PSYNC.
    record SendOldSync() implements LinkAction {}

    /// Send an empty line: this node is alive, only busy.
    record SendSignOfLife() implements LinkAction {}

    /// Ack the offset now.
    record Ack() implements LinkAction {}

    /// Ask the membership whether an upstream that serves `epoch` may be followed; [LinkEvent.Judged] will tell.
    record Judge(long epoch, String nodeId) implements LinkAction {}

    /// The stream goes on from where this node is, under `id` where that is another one.
    record Resume(Optional<ReplicationId> id) implements LinkAction {}

    /// A snapshot begins with the next byte.
    ///
    /// @param id empty where the upstream is too old to have one
    /// @param offset where the stream will go on; -1 where `id` is empty
    record Receive(SnapshotFraming framing, Optional<ReplicationId> id, long offset) implements LinkAction {}

    /// Put the snapshot in place.
    record Load() implements LinkAction {}

    /// What was received of a snapshot is of no use any more.
    record DropSnapshot() implements LinkAction {}

    /// Say something in the log.
    ///
    /// @param isWarning something that somebody should look into
    record Log(boolean isWarning, String line) implements LinkAction {}
}
