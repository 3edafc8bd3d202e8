package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.membership.ReplicaHello;
import io.redisreplicaset.datanode.replication.PsyncRequest;
import io.redisreplicaset.datanode.replication.PsyncVerdict;
import io.redisreplicaset.datanode.replication.ReplicationId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// PSYNC and SYNC: turns a connection into a replica's, going on from where it is or from a whole copy.
final class ReplicaRequests {
    private static final int PSYNC_ARGUMENTS = 3;

    private final EngineCore core;
    private final ReplicationLineage lineage;
    private final ReplicaRoster roster;
    private final SetMembership membership;

    ReplicaRequests(EngineCore core, ReplicationLineage lineage, ReplicaRoster roster, SetMembership membership) {
        this.core = core;
        this.lineage = lineage;
        this.roster = roster;
        this.membership = membership;
    }

    /// @throws ErrorReply the connection can't become a replica's now
    void sync(Invocation in) {
        Client client = in.client();
        if (client.isReplica()) {
            return;
        }
        ReplicaPeer peer = roster.peer(client);
        boolean hasOwedReplies = in.reply().length() > 0 || client.connection().pendingBytes() > 0;
        if (hasOwedReplies) {
            throw new ErrorReply("ERR SYNC and PSYNC are invalid with pending output");
        }
        if (peer.wantsNoKeys && !peer.takesEndMark) {
            throw new ErrorReply("ERR Filtered replica requires EOF capability");
        }
        boolean bySync = in.count() < PSYNC_ARGUMENTS;
        PsyncVerdict verdict =
                bySync ? new PsyncVerdict.FullSync(PsyncVerdict.Reason.ASKED_FOR_EVERYTHING) : judge(in, peer);
        switch (verdict) {
            case PsyncVerdict.Resume(long from) -> resume(peer, from);
            case PsyncVerdict.FullSync(PsyncVerdict.Reason why) -> beginFullSync(in, peer, bySync, why);
        }
    }

    private PsyncVerdict judge(Invocation in, ReplicaPeer peer) {
        if (!in.request().isLong(2)) {
            core.log().warning("Replica " + peer.name() + " asks for synchronization but with a wrong offset");
            throw ErrorReply.notAnInteger();
        }
        String id = in.text(1);
        if (id.equals("?")) {
            return lineage.judge(new PsyncRequest.Everything());
        }
        return ReplicationId.isWellFormed(id)
                ? lineage.judge(new PsyncRequest.Continue(
                        new ReplicationId(id), in.request().asLong(2)))
                : new PsyncVerdict.FullSync(PsyncVerdict.Reason.UNKNOWN_HISTORY);
    }

    private void resume(ReplicaPeer peer, long from) {
        roster.attach(peer);
        peer.resumes(lineage.stream().cursorAt(from), core.clock().nanos());
        core.stats().partialSyncs++;
        String line = peer.knowsSecondId ? "+CONTINUE " + lineage.history().id() + "\r\n" : "+CONTINUE\r\n";
        byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        peer.client().connection().send(bytes, 0, bytes.length);
        core.log()
                .notice("Partial resynchronization with replica " + peer.name() + ": it goes on from offset " + from
                        + ", " + (lineage.offset() - from + 1) + " bytes are waiting for it");
    }

    private void beginFullSync(Invocation in, ReplicaPeer peer, boolean bySync, PsyncVerdict.Reason why) {
        ReplicaHello hello = peer.hello;
        if (hello != null) {
            boolean saysWhere = !bySync && !in.is(1, "?");
            Optional<String> refusal =
                    membership.refusalOfFullSync(hello, saysWhere ? in.request().asLong(2) - 1 : -1);
            if (refusal.isPresent()) {
                core.log().warning("Full sync refused to replica " + peer.name() + ": " + refusal.get());
                throw new ErrorReply(refusal.get());
            }
        }
        if (why != PsyncVerdict.Reason.ASKED_FOR_EVERYTHING) {
            core.stats().refusedPartialSyncs++;
        }
        core.stats().fullSyncs++;
        core.log().notice("Full resync asked for by replica " + peer.name() + ": " + why.sentence());
        if (membership.isMember()) {
            lineage.keepUnderThisId();
        } else {
            lineage.keep();
        }
        roster.attach(peer);
        peer.awaitsSnapshot(bySync, core.clock().nanos());
    }
}
