package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.membership.ReplicaHello;
import io.redisreplicaset.datanode.replication.ReplicationStream;
import io.redisreplicaset.datanode.replication.master.OutputLimitWatch;
import io.redisreplicaset.datanode.replication.master.ReplicaSession;
import io.redisreplicaset.datanode.replication.master.SnapshotSharing;
import org.jspecify.annotations.Nullable;

/// A client that has said something about replication: what it told of itself by REPLCONF, and, once it asked for
/// the stream, its session and its place in it.
final class ReplicaPeer {
    private final Client client;
    private final ReplicaOutput output;
    private final OutputLimitWatch outputLimit = new OutputLimitWatch();

    // What REPLCONF told.
    int listeningPort;
    String announcedAddress = "";
    boolean takesEndMark;
    boolean knowsSecondId;
    boolean wantsSnapshotOnly;
    boolean wantsNoKeys;

    @Nullable
    ReplicaHello hello;

    private @Nullable ReplicaSession session;
    private ReplicationStream.@Nullable Cursor cursor;
    private long waitingSinceNanos;
    private long sentBytesSeen;

    private @Nullable ReplicaSharedSnapshot snapshot;

    /// Whether the place in the stream was told by a `+FULLRESYNC` line; SYNC has none.
    private boolean knowsHistory;

    ReplicaPeer(Client client, ReplicaOutput output) {
        this.client = client;
        this.output = output;
    }

    Client client() {
        return client;
    }

    ReplicaOutput output() {
        return output;
    }

    /// The snapshot that it is being sent, or will be once it is written; null while there is none.
    @Nullable
    ReplicaSharedSnapshot snapshot() {
        return snapshot;
    }

    void isSent(@Nullable ReplicaSharedSnapshot shared) {
        snapshot = shared;
    }

    /// Null until it has asked for the stream.
    @Nullable
    ReplicaSession session() {
        return session;
    }

    ReplicaSession attachedSession() {
        ReplicaSession attached = session;
        if (attached == null) {
            throw new IllegalStateException("client " + client.id() + " has not asked for the stream");
        }
        return attached;
    }

    boolean knowsHistory() {
        return knowsHistory;
    }

    SnapshotSharing.Needs needs() {
        return new SnapshotSharing.Needs(takesEndMark, wantsNoKeys);
    }

    long waitingSinceNanos() {
        return waitingSinceNanos;
    }

    void resumes(ReplicationStream.Cursor from, long nowNanos) {
        session = ReplicaSession.resumed(nowNanos);
        cursor = from;
    }

    void awaitsSnapshot(boolean bySync, long nowNanos) {
        session = ReplicaSession.awaitingSnapshot(!bySync, nowNanos);
        knowsHistory = !bySync;
        waitingSinceNanos = nowNanos;
    }

    /// The stream will go on for it from here.
    void standsAt(ReplicationStream.Cursor from) {
        releaseCursor();
        cursor = from;
    }

    /// The place in the stream that is kept for it; null while there is none.
    ReplicationStream.@Nullable Cursor cursor() {
        return cursor;
    }

    void releaseCursor() {
        ReplicationStream.Cursor held = cursor;
        if (held != null) {
            held.close();
            cursor = null;
        }
    }

    /// Bytes that wait for it alone, or would if it were alone.
    long heldBytes() {
        ReplicationStream.Cursor held = cursor;
        return output.pendingBytes() + (held == null ? 0 : held.available());
    }

    boolean isOverLimit(OutputLimitWatch.Limits limits, long nowNanos) {
        return outputLimit.isExceeded(heldBytes(), limits, nowNanos);
    }

    /// What time asks for.
    ReplicaSession.Due due(long timeoutNanos, long nowNanos) {
        ReplicaSession attached = attachedSession();
        long sent = output.sentBytes();
        if (sent != sentBytesSeen) {
            sentBytesSeen = sent;
            attached.progressed(nowNanos);
        }
        return attached.due(timeoutNanos, output.pendingBytes() + output.fileBytesLeft() > 0, nowNanos);
    }

    /// The address that others reach it at.
    String host() {
        if (!announcedAddress.isEmpty()) {
            return announcedAddress;
        }
        String remote = client.connection().remoteAddress();
        int colon = remote.lastIndexOf(':');
        String host = colon < 0 ? remote : remote.substring(0, colon);
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /// How a log names it.
    String name() {
        if (listeningPort != 0) {
            return host() + ":" + listeningPort;
        }
        return "client id #" + client.id();
    }
}
