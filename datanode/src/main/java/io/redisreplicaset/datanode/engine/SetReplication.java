package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.membership.HistoryMarker;
import io.redisreplicaset.datanode.membership.ReplicaHello;
import io.redisreplicaset.datanode.membership.Upstream;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Replication as the set steers it, where `REPLICAOF` has nothing to say. Owned by the loop's thread.
final class SetReplication implements MemberReplication {
    private static final byte[] PUBLISH = Replication.ascii("PUBLISH");
    private static final byte[] CHANNEL = Replication.ascii(HistoryMarker.CHANNEL);

    private final EngineCore core;
    private final ReplicationLineage lineage;
    private final ReplicaRoster roster;
    private final UpstreamFollower follower;
    private final Runnable becomeReplica;
    private final RespWriter scratch = new RespWriter(256);

    /// @param becomeReplica ends what only a master does
    SetReplication(
            EngineCore core,
            ReplicationLineage lineage,
            ReplicaRoster roster,
            UpstreamFollower follower,
            Runnable becomeReplica) {
        this.core = core;
        this.lineage = lineage;
        this.roster = roster;
        this.follower = follower;
        this.becomeReplica = becomeReplica;
    }

    // ------------------------------------------------------------------ what it does

    @Override
    public void connectUpstream(Upstream upstream) {
        becomeReplica.run();
        lineage.keepUnderThisId();
        follower.follow(upstream.host(), upstream.port());
    }

    @Override
    public void closeUpstream() {
        follower.unfollow();
    }

    @Override
    public void shiftReplicationId() {
        lineage.keepUnderThisId();
        lineage.promoted();
        roster.dropAll();
    }

    @Override
    public long appendMarker(HistoryMarker marker) {
        scratch.clear();
        scratch.request(PUBLISH, CHANNEL, marker.render().getBytes(StandardCharsets.UTF_8));
        core.stream().append(scratch.buffer(), 0, scratch.length());
        return core.stream().offset();
    }

    @Override
    public void flush() {
        roster.pump();
        follower.flush();
    }

    // ------------------------------------------------------------------ what it tells

    @Override
    public String replicationId() {
        return lineage.history().id().hex();
    }

    @Override
    public String secondReplicationId() {
        return lineage.secondId();
    }

    @Override
    public long secondOffset() {
        return lineage.history().secondOffset();
    }

    @Override
    public LinkReport link() {
        return LinkReport.of(follower, core.clock().nanos());
    }

    @Override
    public Iterable<AttachedReplica> attachedReplicas() {
        List<AttachedReplica> all = new ArrayList<>();
        for (ReplicaPeer peer : roster.attached()) {
            ReplicaHello hello = peer.hello;
            all.add(new AttachedReplica(
                    hello == null ? "" : hello.nodeId(),
                    peer.host() + ":" + peer.listeningPort,
                    peer.attachedSession().ackedOffset()));
        }
        return all;
    }
}
