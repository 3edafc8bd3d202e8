package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.membership.NodeMembership.Ack;
import io.redisreplicaset.datanode.replication.replica.LinkCommand;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a replica says to its upstream, as bytes.
final class UpstreamVoice {
    /// Disks behind this node whose acks are passed on; a set has no more voters.
    private static final int MAX_RELAYED = 64;

    private static final byte[] OLD_SYNC = "SYNC\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY_LINE = {'\n'};

    private final EngineCore core;
    private final SetMembership membership;
    private final RespWriter writer = new RespWriter(512);
    private final Map<String, Ack> relayed = new LinkedHashMap<>();
    private boolean isAckWanted;

    UpstreamVoice(EngineCore core, SetMembership membership) {
        this.core = core;
        this.membership = membership;
    }

    void send(@Nullable UpstreamConnection to, List<LinkCommand> commands) {
        writer.clear();
        for (LinkCommand command : commands) {
            writer.array(command.words().size());
            command.words().forEach(writer::bulk);
        }
        sendWritten(to);
    }

    void sendOldSync(@Nullable UpstreamConnection to) {
        writer.clear();
        writer.raw(OLD_SYNC);
        sendWritten(to);
    }

    void sendSignOfLife(@Nullable UpstreamConnection to) {
        writer.clear();
        writer.raw(EMPTY_LINE);
        sendWritten(to);
    }

    /// The upstream has asked for an ack; it gets one as soon as what came with the question is applied.
    void wantAck() {
        isAckWanted = true;
    }

    boolean isAckWanted() {
        return isAckWanted;
    }

    /// Acks the offset; to a member of the set also in its own way, which says what history that offset is of.
    void ack(UpstreamConnection to, long offset, boolean isMember) {
        isAckWanted = false;
        writer.clear();
        writer.array(3);
        writer.bulk("REPLCONF");
        writer.bulk("ACK");
        writer.bulk(offset);
        if (isMember) {
            membership.ack().ifPresent(this::writeMemberAck);
        }
        sendWritten(to);
    }

    private void writeMemberAck(Ack ack) {
        writer.array(5);
        writer.bulk("REPLCONF");
        writer.bulk("replicaset-ack");
        writer.bulk(ack.nodeId());
        writer.bulk(ack.epoch());
        writer.bulk(ack.offset());
    }

    /// Remembers the last word of a disk behind this node until the turn ends.
    void relay(String nodeId, long epoch, long offset) {
        if (relayed.size() < MAX_RELAYED || relayed.containsKey(nodeId)) {
            relayed.put(nodeId, new Ack(nodeId, epoch, offset));
        }
    }

    void sendRelayed(@Nullable UpstreamConnection to) {
        if (relayed.isEmpty()) {
            return;
        }
        writer.clear();
        relayed.values().forEach(this::writeMemberAck);
        relayed.clear();
        sendWritten(to);
    }

    private void sendWritten(@Nullable UpstreamConnection to) {
        if (to != null) {
            core.stats().replicationOutputBytes += writer.length();
            to.send(writer.buffer(), 0, writer.length());
        }
    }
}
