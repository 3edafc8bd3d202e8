package io.redisreplicaset.operator.sim;

import io.redisreplicaset.datanode.replication.BacklogRange;
import io.redisreplicaset.datanode.replication.PsyncRequest;
import io.redisreplicaset.datanode.replication.PsyncVerdict;
import io.redisreplicaset.datanode.replication.ReplicationHistory;
import io.redisreplicaset.datanode.replication.ReplicationId;
import java.util.Optional;

/// A process's data, the history that it is, and the part of the stream that is kept for others. The decisions are
/// the node's own: [ReplicationHistory].
final class NodeData {
    /// What a snapshot on disk, or on its way to a replica, holds.
    record Saved(Entry end, ReplicationId id) {}

    private final long backlogBytes;
    private Entry end;
    private ReplicationHistory history;
    private long backlogFrom;

    private NodeData(Entry end, ReplicationHistory history, long backlogBytes) {
        this.end = end;
        this.history = history;
        this.backlogBytes = backlogBytes;
        this.backlogFrom = end.endOffset() + 1;
    }

    static NodeData loaded(Optional<Saved> saved, ReplicationId freshId, long backlogBytes) {
        return new NodeData(
                saved.map(Saved::end).orElse(Entry.NOTHING),
                ReplicationHistory.startingWith(saved.map(Saved::id).orElse(freshId)),
                backlogBytes);
    }

    Entry end() {
        return end;
    }

    ReplicationHistory history() {
        return history;
    }

    Saved save() {
        return new Saved(end, history.id());
    }

    void append(Entry.Content content, int length) {
        end = end.followedBy(content, length);
        backlogFrom = Math.max(backlogFrom, end.endOffset() - backlogBytes + 1);
    }

    void promoted(ReplicationId freshId) {
        history = history.promotedAt(end.endOffset(), freshId);
    }

    void continuedUnder(ReplicationId id) {
        history = history.continuedUnder(id, end.endOffset());
    }

    void replacedBy(Saved snapshot) {
        end = snapshot.end();
        history = ReplicationHistory.startingWith(snapshot.id());
        backlogFrom = end.endOffset() + 1;
    }

    /// For the mutation that throws data away too early: nothing of it is left, and everybody still thinks so.
    void thrownAway() {
        end = end.emptied();
    }

    PsyncRequest request() {
        return new PsyncRequest.Continue(history.id(), end.endOffset() + 1);
    }

    PsyncVerdict judge(PsyncRequest request) {
        return history.judge(request, Optional.of(new BacklogRange(backlogFrom, end.endOffset())));
    }
}
