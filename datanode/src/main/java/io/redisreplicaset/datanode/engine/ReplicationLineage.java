package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.replication.PsyncRequest;
import io.redisreplicaset.datanode.replication.PsyncVerdict;
import io.redisreplicaset.datanode.replication.ReplicationHistory;
import io.redisreplicaset.datanode.replication.ReplicationId;
import io.redisreplicaset.datanode.replication.ReplicationStream;
import java.util.Optional;

/// Which history this node's data belongs to, and the stream of it: one thing to both sides of replication, so that
/// a node can change sides and both it and others go on from where they are.
///
/// Owned by the engine's thread.
final class ReplicationLineage {
    private static final String NO_ID = "0".repeat(ReplicationId.LENGTH);

    private final EngineCore core;
    private final ReplicationStream stream;
    private final Propagation propagation;
    private ReplicationHistory history;

    /// Whether an upstream may know this history: only then is it worth asking one to go on with it.
    private boolean isShared;

    /// Whether the end of the history is an upstream's: then it stands in the database that the upstream left it
    /// in, and not in the one that this node's own propagation knows.
    private boolean isUpstreams;

    private int upstreamDatabase;

    ReplicationLineage(EngineCore core) {
        this.core = core;
        this.stream = core.stream();
        this.propagation = core.propagation();
        this.history = ReplicationHistory.startingWith(freshId());
    }

    private ReplicationId freshId() {
        return new ReplicationId(core.newId());
    }

    ReplicationHistory history() {
        return history;
    }

    /// The id before the present one; zeros where there is none.
    String secondId() {
        return history.id2().map(ReplicationId::hex).orElse(NO_ID);
    }

    ReplicationStream stream() {
        return stream;
    }

    long offset() {
        return stream.offset();
    }

    /// What to ask an upstream for.
    PsyncRequest request() {
        return isShared ? new PsyncRequest.Continue(history.id(), offset() + 1) : new PsyncRequest.Everything();
    }

    PsyncVerdict judge(PsyncRequest request) {
        return history.judge(request, stream.range());
    }

    /// Keeps the stream from here on; where nothing was kept so far, under a new id, since the old one's bytes are
    /// gone.
    void keep() {
        if (!stream.isKept()) {
            renew();
            stream.keep();
            isShared = true;
        }
    }

    /// Keeps the stream from here on under the id that it has: all of it up to here is in the data.
    void keepUnderThisId() {
        stream.keep();
        isShared = true;
    }

    /// Keeps the stream no more. Nobody can resume; the next one to come gets another id.
    void forget() {
        stream.forget();
        renew();
        isShared = false;
    }

    /// A new id, with nothing before it: no replica can resume.
    void renew() {
        history = ReplicationHistory.startingWith(freshId());
    }

    /// Somebody reads the stream from here on who does not know which database it stands in. A replica's stream is
    /// its upstream's, which it must not change; the snapshot tells the database there.
    void streamIsJoined() {
        if (!isUpstreams) {
            propagation.forgetDatabase();
        }
    }

    /// This node becomes the one that writes the history.
    void promoted() {
        history = history.promotedAt(offset(), freshId());
        isUpstreams = false;
        propagation.forgetDatabase();
    }

    /// This node follows another one from here on.
    void demoted() {
        if (isUpstreams) {
            // It followed one before, or was loaded as a copy: the history's end is where that one left it.
            return;
        }
        upstreamDatabase = Math.max(0, propagation.streamDatabase());
        isUpstreams = true;
    }

    /// The upstream goes on with this history under another id.
    void continuedUnder(ReplicationId id) {
        history = history.continuedUnder(id, offset());
    }

    /// The data is another one now: that of `id` at `offset`. All readers of the old stream must be gone.
    void replacedBy(ReplicationId id, long offset, int streamDatabase) {
        history = ReplicationHistory.startingWith(id);
        stream.forget();
        stream.restartAt(offset);
        stream.keep();
        upstreamDatabase = streamDatabase;
        isUpstreams = true;
        isShared = true;
    }

    /// The data is that of an upstream too old to name its history, or none at all.
    void replacedByNameless() {
        replacedBy(freshId(), offset(), 0);
        isShared = false;
    }

    /// What is in the data can't be told any more: a load was broken off in the middle.
    void lost() {
        stream.forget();
        renew();
        isShared = false;
    }

    /// The data was loaded at start, and is known to stand at `place`. A master goes on under a new id, with the
    /// loaded one as its second: what it wrote after the snapshot, if it crashed, is in the old history and not in
    /// this.
    void loaded(HistoryPlace place, boolean isMaster) {
        history = ReplicationHistory.startingWith(place.replicationId());
        stream.restartAt(place.offset());
        upstreamDatabase = place.streamDatabase();
        isUpstreams = true;
        isShared = true;
        if (isMaster) {
            promoted();
            stream.keep();
        }
    }

    /// The database that the next command of the upstream applies to, unless it says otherwise.
    int upstreamDatabase() {
        return upstreamDatabase;
    }

    void upstreamDatabase(int database) {
        upstreamDatabase = database;
    }

    /// The place that a snapshot of this moment has. Empty where nobody could go on from there.
    Optional<HistoryPlace> place() {
        if (!stream.isKept() && !isShared) {
            return Optional.empty();
        }
        int database = isUpstreams ? upstreamDatabase : Math.max(0, propagation.streamDatabase());
        return Optional.of(new HistoryPlace(history.id(), offset(), database));
    }
}
