package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.keyspace.Database;
import io.redisreplicaset.datanode.replication.ReplicationId;
import java.util.Optional;

/// What a snapshot from the upstream takes the place of: the data, its history, and the replicas that read it.
final class UpstreamTarget {
    private final EngineCore core;
    private final ReplicationLineage lineage;
    private final Runnable letGoOfReaders;
    private final SetMembership membership;
    private final Optional<ReplicationId> id;
    private final long offset;
    private boolean isHidden;

    /// @param letGoOfReaders ends whatever reads the data or its stream for others
    /// @param id the history that the snapshot is said to be of; empty where the upstream is too old to have one
    /// @param offset where in it
    UpstreamTarget(
            EngineCore core,
            ReplicationLineage lineage,
            Runnable letGoOfReaders,
            SetMembership membership,
            Optional<ReplicationId> id,
            long offset) {
        this.core = core;
        this.lineage = lineage;
        this.letGoOfReaders = letGoOfReaders;
        this.membership = membership;
        this.id = id;
        this.offset = offset;
    }

    /// A snapshot is loaded aside. Data of the same history is only older, and is served meanwhile; other data may
    /// contradict what comes, and is not. Members of a set share one history by definition.
    void loadsAside() {
        boolean isOfThisHistory =
                id.isPresent() && id.get().equals(lineage.history().id());
        isHidden = !isOfThisHistory && !membership.isMember();
        if (isHidden) {
            core.loading(true);
        }
        core.log().notice("MASTER <-> REPLICA sync: Loading DB in memory, beside the data of before");
    }

    /// Lets the old data go, and everyone who reads its history.
    void empty() {
        core.log().notice("MASTER <-> REPLICA sync: Loading DB in memory");
        letGoOfReaders.run();
        lineage.lost();
        for (Database database : core.keyspace().databases()) {
            core.watches().replaced(database, null);
        }
        core.keyspace().clear();
    }

    /// Why the snapshot may not take the place of the data; empty where it may.
    String refusal(LoadedFacts facts) {
        return membership.mayReplaceDataBy(facts.marker(), offset)
                ? ""
                : "it is behind the data that this node holds already";
    }

    /// The old data is about to be swapped for the new: its readers can't go on.
    void makeWay() {
        letGoOfReaders.run();
    }

    /// The data is the snapshot's now.
    void filled(LoadedFacts facts) {
        show();
        int database = facts.place().map(HistoryPlace::streamDatabase).orElse(0);
        if (id.isEmpty()) {
            lineage.replacedByNameless();
            return;
        }
        lineage.replacedBy(id.get(), offset, database);
        membership.applied(offset);
        facts.marker().ifPresent(marker -> {
            if (!membership.markerApplied(marker, offset)) {
                // It was asked before the swap, and said yes.
                throw new IllegalStateException("the marker of an accepted snapshot was refused: " + marker);
            }
        });
    }

    /// The snapshot came to nothing.
    void failed() {
        show();
    }

    private void show() {
        if (isHidden) {
            isHidden = false;
            core.loading(false);
        }
    }
}
