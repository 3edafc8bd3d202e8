package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Release;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.membership.MembershipStatus;
import io.redisreplicaset.datanode.membership.PeerStatus;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.util.ArrayList;
import java.util.List;

/// The status map of `config/docs/node-protocol.md`, from the membership's part and the engine's.
final class MemberStatus {
    private static final int FIELDS = 33;

    private MemberStatus() {}

    static void write(RespWriter reply, MembershipStatus status, EngineCore core, MemberReplication replication) {
        reply.map(FIELDS);
        text(reply, "setId", status.setId());
        text(reply, "nodeId", status.nodeId());
        text(reply, "name", status.name());
        text(reply, "runId", core.runId());
        text(reply, "version", Release.ours());
        text(reply, "role", status.role().word());
        whole(reply, "promisedEpoch", status.promisedEpoch());
        text(reply, "promisedTo", status.promisedTo());
        whole(reply, "epoch", status.epoch());
        whole(reply, "historyEpoch", status.historyEpoch());
        whole(reply, "rootEpoch", status.rootEpoch());
        reply.bulk("voters");
        reply.array(status.voters().size());
        status.voters().forEach(reply::bulk);
        whole(reply, "writeQuorum", status.writeQuorum());
        whole(reply, "committedEpoch", status.committedEpoch());
        whole(reply, "committedOffset", status.committedOffset());
        text(reply, "replid", replication.replicationId());
        text(reply, "replid2", replication.secondReplicationId());
        whole(reply, "secondOffset", replication.secondOffset());
        whole(reply, "offset", status.offset());
        truth(reply, "intact", status.intact());
        truth(reply, "empty", core.keyspace().size() == 0);
        truth(reply, "loading", core.isLoading());
        text(
                reply,
                "upstream",
                status.upstream().map(up -> up.host() + ":" + up.port()).orElse(""));
        LinkReport link = replication.link();
        text(reply, "linkStatus", link.status());
        whole(reply, "linkDownMs", link.downMillis());
        truth(reply, "synced", link.isSynced());
        truth(reply, "writesOpen", status.writesOpen());
        truth(reply, "paused", status.paused());
        truth(reply, "shuttingDown", status.shuttingDown());
        whole(reply, "priority", core.settings().whole(Directives.REPLICA_PRIORITY));
        text(reply, "durability", core.settings().get(Directives.REPLICASET_DURABILITY));
        replicas(reply, replication);
        peers(reply, status.peers());
    }

    private static void replicas(RespWriter reply, MemberReplication replication) {
        List<MemberReplication.AttachedReplica> attached = new ArrayList<>();
        replication.attachedReplicas().forEach(attached::add);
        reply.bulk("replicas");
        reply.array(attached.size());
        for (MemberReplication.AttachedReplica replica : attached) {
            reply.array(3);
            reply.bulk(replica.nodeId());
            reply.bulk(replica.address());
            reply.integer(replica.ackedOffset());
        }
    }

    private static void peers(RespWriter reply, List<PeerStatus> peers) {
        reply.bulk("peers");
        reply.array(peers.size());
        for (PeerStatus peer : peers) {
            reply.array(8);
            reply.bulk(peer.address().name());
            reply.bulk(peer.address().host() + ":" + peer.address().port());
            reply.bulk(peer.nodeId());
            reply.integer(peer.connected() ? 1 : 0);
            reply.integer(peer.heardMillis());
            reply.integer(peer.promisedEpoch());
            reply.bulk(peer.role());
            reply.integer(peer.epoch());
        }
    }

    /// Lines for INFO, section `replicaset`.
    static void describe(InfoReport.Lines lines, MembershipStatus status) {
        lines.add("set_id", status.setId())
                .add("node_id", status.nodeId())
                .add("node_name", status.name())
                .add("set_role", status.role().word())
                .add("promised_epoch", status.promisedEpoch())
                .add("epoch", status.epoch())
                .add("history_epoch", status.historyEpoch())
                .add("voters", status.voters().size())
                .add("write_quorum", status.writeQuorum())
                .add("committed_epoch", status.committedEpoch())
                .add("committed_offset", status.committedOffset())
                .add("intact", status.intact())
                .add("writes_open", status.writesOpen())
                .add("peers", status.peers().size());
    }

    private static void text(RespWriter reply, String key, String value) {
        reply.bulk(key);
        reply.bulk(value);
    }

    private static void whole(RespWriter reply, String key, long value) {
        reply.bulk(key);
        reply.integer(value);
    }

    private static void truth(RespWriter reply, String key, boolean value) {
        whole(reply, key, value ? 1 : 0);
    }
}
