package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.MembershipControl;
import io.redisreplicaset.datanode.membership.Effect;
import io.redisreplicaset.datanode.membership.HeartbeatAnswer;
import io.redisreplicaset.datanode.membership.HistoryMarker;
import io.redisreplicaset.datanode.membership.LoadedHistory;
import io.redisreplicaset.datanode.membership.MembershipConfig;
import io.redisreplicaset.datanode.membership.MembershipStatus;
import io.redisreplicaset.datanode.membership.NodeMembership;
import io.redisreplicaset.datanode.membership.NodeMeta;
import io.redisreplicaset.datanode.membership.Outcome;
import io.redisreplicaset.datanode.membership.ReplicaHello;
import io.redisreplicaset.datanode.membership.Role;
import io.redisreplicaset.datanode.membership.StatusEvent;
import io.redisreplicaset.datanode.membership.WriteVerdict;
import io.redisreplicaset.datanode.replication.ReplicationId;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs the node's half of the failover protocol: hands [NodeMembership] what happens, and carries its effects out, in
/// order, before
/// anyone is answered.
///
/// ```
///   REPLICASET …, heartbeats, acks, markers, time  ->  NodeMembership  ->  effects  ->  disk, replication, clients,
/// watchers
/// ```
/// Until the data is loaded there is no machine yet; the node then answers LOADING to whoever asks for it.
public final class SetMember
        implements SetMembership,
                MembershipControl,
                DataGate,
                EnginePart,
                InfoSource,
                Heartbeats.Listener,
                ShutdownParties.Member {
    /// What the member needs from the rest of the node.
    ///
    /// @param saveSnapshot writes the data to disk before it returns
    public record Ports(
            MetaStore disk,
            MemberReplication replication,
            Heartbeats heartbeats,
            ClientService clients,
            SaveSnapshot saveSnapshot) {}

    /// What is done to clients.
    public interface ClientService {
        /// See [Engine#dropClients].
        void dropClients(String error);
    }

    /// Writes the data to disk.
    public interface SaveSnapshot {
        /// @throws IOException it could not be written
        void save() throws IOException;
    }

    private final EngineCore core;
    private final MembershipConfig config;
    private final StatusWatchers watchers;
    private @Nullable Ports ports;
    private @Nullable NodeMembership membership;
    private long appendedOffset;
    private long nextSuspicionNanos = Long.MAX_VALUE;

    public SetMember(EngineCore core, MembershipConfig config) {
        this.core = core;
        this.config = config;
        this.watchers = new StatusWatchers(core, this::writeStatus);
    }

    /// Wires what could not be there when the member was made.
    public void connect(Ports all) {
        ports = all;
    }

    /// The data is loaded: begins to take part.
    ///
    /// @param meta what the disk remembers; empty on a new disk
    /// @throws IllegalArgumentException the folder belongs to another set
    public void boot(Optional<NodeMeta> meta, LoadedHistory loaded) {
        NodeMembership.Boot boot = NodeMembership.boot(config, meta, core.newId(), loaded);
        membership = boot.membership();
        core.replyGate().on(config.holdsReplies());
        carryOut(boot.effects());
        core.log()
                .notice("Member of set " + config.setId() + " as " + config.name() + ", node id "
                        + boot.membership().nodeId() + ", "
                        + boot.membership().role().word());
    }

    /// @throws ErrorReply the data is still being loaded
    private NodeMembership machine() {
        NodeMembership machine = membership;
        if (machine == null) {
            throw new ErrorReply("LOADING Redis is loading the dataset in memory");
        }
        return machine;
    }

    private Ports ports() {
        Ports all = ports;
        if (all == null) {
            throw new IllegalStateException("the member was not connected");
        }
        return all;
    }

    // ------------------------------------------------------------------ effects

    private void carryOut(List<Effect> effects) {
        for (Effect effect : effects) {
            carryOut(effect);
        }
        releaseReplies();
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.PersistMeta(NodeMeta meta) -> persist(meta);
            // The gate that the machine has moved already makes the dispatcher park, and lets it go on.
            case Effect.ParkClients() -> core.log().notice("Clients wait: a later epoch was promised");
            case Effect.ParkWrites() -> core.log().notice("Writes wait: a switchover was asked for");
            case Effect.ReleaseClients() -> core.log().notice("Clients go on");
            case Effect.DropClients(String error) -> {
                core.log().notice("Clients are let go: " + error);
                ports().clients().dropClients(error);
            }
            case Effect.CloseUpstream() -> ports().replication().closeUpstream();
            case Effect.ConnectUpstream(var upstream) -> ports().replication().connectUpstream(upstream);
            case Effect.ShiftReplicationId() -> ports().replication().shiftReplicationId();
            case Effect.AppendMarker(HistoryMarker marker) -> appendMarker(marker);
            case Effect.ExchangeHeartbeats(var peers) -> ports().heartbeats().exchangeWith(peers);
            case Effect.SaveSnapshot() -> save();
            case Effect.Notify(StatusEvent event) -> watchers.push(event.word());
        }
    }

    private void persist(NodeMeta meta) {
        try {
            ports().disk().write(meta);
        } catch (IOException lost) {
            throw new IllegalStateException(
                    "node.meta could not be written, and a node that may forget a promise must not go on: "
                            + lost.getMessage(),
                    lost);
        }
        machine().persisted(meta);
    }

    private void save() {
        try {
            ports().saveSnapshot().save();
        } catch (IOException failed) {
            throw new IllegalStateException("the data could not be saved: " + failed.getMessage(), failed);
        }
    }

    private void appendMarker(HistoryMarker marker) {
        long end = ports().replication().appendMarker(marker);
        appendedOffset = end;
        core.log()
                .notice("Master of epoch " + marker.epoch() + ", offset " + end + ", "
                        + marker.voters().size() + " voters, write quorum " + marker.writeQuorum());
        carryOut(machine().markerAppended(end, core.clock().nanos()));
    }

    /// A master's writes of this turn are its history before anybody is told of it, or ends it.
    private void noteAppended() {
        NodeMembership machine = membership;
        long offset = core.stream().offset();
        if (machine != null && offset != appendedOffset && machine.role() == Role.MASTER) {
            appendedOffset = offset;
            machine.appended(offset);
        }
    }

    private void releaseReplies() {
        if (config.holdsReplies() && membership != null) {
            core.replyGate().committed(membership.repliesReleasedUpToOffset());
        }
    }

    // ------------------------------------------------------------------ commands

    @Override
    public void run(Invocation in) {
        in.client().control();
        noteAppended();
        new ReplicasetCommand(machine(), this).run(in, core.clock().nanos());
    }

    /// Carries the effects of a command out.
    ///
    /// @throws ErrorReply the command was refused
    void settle(Outcome outcome) {
        switch (outcome) {
            case Outcome.Accepted(List<Effect> effects) -> carryOut(effects);
            case Outcome.Refused(String error) -> throw new ErrorReply(error);
        }
    }

    void watch(Client client) {
        watchers.add(client);
    }

    void writeStatus(RespWriter reply) {
        MemberStatus.write(reply, machine().status(core.clock().nanos()), core, ports().replication());
    }

    /// What the member is; empty until the data is loaded.
    public Optional<MembershipStatus> status() {
        return membership == null
                ? Optional.empty()
                : Optional.of(membership.status(core.clock().nanos()));
    }

    // ------------------------------------------------------------------ replication

    @Override
    public boolean isMember() {
        return true;
    }

    @Override
    public boolean writesHistory() {
        return membership != null && membership.role() == Role.MASTER;
    }

    @Override
    public Optional<ReplicaHello> hello() {
        return Optional.of(machine().hello(core.keyspace().size() > 0));
    }

    @Override
    public boolean upstreamAnswered(long upstreamEpoch) {
        return machine().upstreamAnswered(upstreamEpoch);
    }

    @Override
    public String replicaGreeted(ReplicaHello hello) {
        noteAppended();
        return switch (machine().replicaGreeted(hello, core.clock().nanos())) {
            case Outcome.Refused(String error) -> "-" + error;
            case Outcome.Accepted(List<Effect> effects) -> {
                carryOut(effects);
                yield "+REPLICASET " + machine().upstreamEpoch() + " "
                        + machine().nodeId();
            }
        };
    }

    @Override
    public Optional<String> refusalOfFullSync(ReplicaHello replica, long requestedOffset) {
        return machine().refusalOfFullSync(replica, requestedOffset);
    }

    @Override
    public boolean acked(String nodeId, long epoch, long offset) {
        try {
            carryOut(machine().acked(nodeId, epoch, offset));
            return true;
        } catch (IllegalArgumentException impossible) {
            core.log().warning("Ack of " + nodeId + " refused: " + impossible.getMessage());
            return false;
        }
    }

    @Override
    public Optional<NodeMembership.Ack> ack() {
        return membership == null ? Optional.empty() : membership.ack();
    }

    @Override
    public boolean acksEagerly() {
        return true;
    }

    @Override
    public void applied(long endOffset) {
        carryOut(machine().applied(endOffset));
    }

    @Override
    public boolean markerApplied(String text, long endOffset) {
        try {
            HistoryMarker marker = HistoryMarker.parse(text);
            carryOut(machine().markerApplied(marker, endOffset));
            core.log().notice("History is that of epoch " + marker.epoch() + " from offset " + endOffset + " on");
            return true;
        } catch (IllegalArgumentException foreign) {
            core.log().warning("Marker refused: " + foreign.getMessage());
            return false;
        }
    }

    @Override
    public boolean mayReplaceDataBy(Optional<String> marker, long offset) {
        try {
            return machine().mayReplaceDataBy(marker.map(HistoryMarker::parse), offset);
        } catch (IllegalArgumentException malformed) {
            core.log().warning("Snapshot refused: " + malformed.getMessage());
            return false;
        }
    }

    @Override
    public Optional<String> markerText() {
        return membership == null ? Optional.empty() : membership.marker().map(HistoryMarker::render);
    }

    @Override
    public void linkChanged() {
        watchers.push(ports().replication().link().isSynced() ? "synced" : "link");
    }

    // ------------------------------------------------------------------ heartbeats

    @Override
    public List<String> question() {
        var status = machine().status(core.clock().nanos());
        return List.of(status.setId(), status.nodeId(), status.name(), Long.toString(status.promisedEpoch()));
    }

    @Override
    public void answered(String peerName, long askedAtNanos, HeartbeatAnswer answer) {
        long now = core.clock().nanos();
        noteAppended();
        carryOut(machine().heartbeatAnswered(peerName, askedAtNanos, answer, now));
        if (now < nextSuspicionNanos) {
            // One that is due already is told of at the end of the turn, and not forgotten over this answer.
            nextSuspicionNanos = machine().nextSuspicionNanos(now);
        }
    }

    @Override
    public void disconnected(String peerName) {
        carryOut(machine().peerDisconnected(peerName));
    }

    // ------------------------------------------------------------------ gate

    @Override
    public long writesOpenUntilNanos() {
        return membership == null ? Long.MIN_VALUE : membership.writesOpenUntilNanos();
    }

    @Override
    public WriteVerdict verdict(long nowNanos) {
        return membership == null
                ? new WriteVerdict.Refuse("LOADING Redis is loading the dataset in memory")
                : membership.writeVerdict(nowNanos);
    }

    @Override
    public boolean readsAreParked() {
        return membership != null && membership.readsAreParked();
    }

    @Override
    public boolean holdsReplies() {
        return config.holdsReplies();
    }

    // ------------------------------------------------------------------ time, and the end

    @Override
    public void endOfTurn(long nowNanos) {
        NodeMembership machine = membership;
        if (machine == null) {
            return;
        }
        noteAppended();
        if (nowNanos >= machine.nextDeadlineNanos()) {
            carryOut(machine.tick(nowNanos));
        }
        if (nowNanos >= nextSuspicionNanos) {
            // A peer that has just fallen silent is news.
            watchers.push("peer");
            nextSuspicionNanos = machine.nextSuspicionNanos(nowNanos);
        }
        releaseReplies();
        watchers.keepAlive(nowNanos);
    }

    @Override
    public long wantsTurnWithinNanos(long nowNanos) {
        if (membership == null) {
            return Long.MAX_VALUE;
        }
        long next = Math.min(membership.nextDeadlineNanos(), nextSuspicionNanos);
        return next == Long.MAX_VALUE ? next : Math.max(0, next - nowNanos);
    }

    @Override
    public void clientGone(Client client) {
        watchers.remove(client);
    }

    @Override
    public void requestShutdown() {
        if (membership != null) {
            carryOut(membership.requestShutdown());
        }
    }

    @Override
    public boolean isMaster() {
        return membership != null
                && membership.role() == Role.MASTER
                && !membership.peerAddresses().isEmpty();
    }

    @Override
    public void stop() {
        noteAppended();
        if (membership != null) {
            carryOut(membership.stop(new ReplicationId(ports().replication().replicationId())));
        }
    }

    @Override
    public void describe(String section, InfoReport.Lines lines) {
        if (section.equals("replicaset") && membership != null) {
            MemberStatus.describe(lines, membership.status(core.clock().nanos()));
        }
    }
}
