package io.redisreplicaset.datanode.membership;

import java.util.List;

/// What the shell must do after the machine has decided. Effects are carried out in the order given, each completed
/// before the next begins, and the command that caused them is answered only after the last: the order is the
/// safety.
///
/// There is no effect that opens or closes writes. The machine moves [NodeMembership#writesOpenUntilNanos()]
/// itself, closing before the first effect and opening after [AppendMarker] was confirmed, so no forgotten effect
/// can leave a gate open.
public sealed interface Effect {
    /// Write, fsync, rename, fsync the folder, then call [NodeMembership#persisted]. Where the disk refuses, the
    /// node stops: an amnesiac promise can elect two masters.
    record PersistMeta(NodeMeta meta) implements Effect {}

    /// Execute no further command of an ordinary client, reads included; keep them waiting in order.
    record ParkClients() implements Effect {}

    /// Execute no further write of an ordinary client; keep writes waiting in order.
    record ParkWrites() implements Effect {}

    /// Take what was parked as if it came in now, each command through the verdicts again.
    record ReleaseClients() implements Effect {}

    /// Answer each parked command with `error` (it was not executed, so a retry is safe), leave each executed but
    /// unanswered one without an answer (its outcome is unknown), and close every ordinary client's connection.
    record DropClients(String error) implements Effect {}

    /// Close the link to the upstream, and do not open it again. Nothing that it sent and that was not applied yet
    /// may be applied afterwards, and no ack for it may be sent.
    record CloseUpstream() implements Effect {}

    /// Open a link to the upstream, closing another one first, and open it again whenever it is lost. The handshake
    /// tells [NodeMembership#upstreamAnswered].
    record ConnectUpstream(Upstream upstream) implements Effect {}

    /// Begin a new replication id whose secondary id is the present one, and let go of all replicas so that they
    /// learn it.
    record ShiftReplicationId() implements Effect {}

    /// Append the marker to the stream and tell [NodeMembership#markerAppended] where it ends.
    record AppendMarker(HistoryMarker marker) implements Effect {}

    /// Keep exactly these heartbeat connections.
    record ExchangeHeartbeats(List<PeerAddress> peers) implements Effect {
        public ExchangeHeartbeats {
            peers = List.copyOf(peers);
        }
    }

    /// Write the data to disk, fsynced. Where that fails, the effects after it are not carried out.
    record SaveSnapshot() implements Effect {}

    /// Push the status to all watchers, under this word.
    record Notify(StatusEvent event) implements Effect {}
}
