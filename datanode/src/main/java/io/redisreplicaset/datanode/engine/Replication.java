package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.ReplicationControl;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.UpstreamAddress;
import io.redisreplicaset.datanode.membership.ReplicaHello;
import io.redisreplicaset.datanode.persistence.disk.SnapshotDisk;
import io.redisreplicaset.datanode.replication.replica.UpstreamLink;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Replication, both sides of it: whom this node follows, who follows it, and which history they share.
///
/// ```
///   upstream --- UpstreamFollower --> data, and the same bytes --.
///                                                                 +--> ReplicationStream --> ReplicaRoster -->
/// replicas
///   clients ---- Dispatcher ------> Propagation -----------------'
/// ```
/// A master's clients write the history; a replica's upstream does. In either case one stream has it, so a node
/// that changes sides keeps what it has, and others go on with it.
public final class Replication
        implements ReplicationControl,
                ShutdownParties.Replicas,
                EnginePart,
                InfoSource,
                SnapshotFacts,
                ReplicaOptions.Effects {
    private static final byte[] PING = ascii("*1\r\n$4\r\nPING\r\n");
    private static final byte[] GETACK = ascii("*3\r\n$8\r\nREPLCONF\r\n$6\r\nGETACK\r\n$1\r\n*\r\n");
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    /// Rounds of trimming a tick: what a slow replica made the backlog grow by is let go bit by bit.
    private static final int TRIMS_A_TICK = 10;

    private static final int FAILOVER_ARGUMENTS = 4;

    private final EngineCore core;
    private final Ports ports;
    private final ReplicationLineage lineage;
    private final ReplicaRoster roster;
    private final ReplicaRequests requests;
    private final ReplicaSnapshots snapshots;
    private final RespWriter scratch = new RespWriter(256);
    private @Nullable Engine engine;
    private @Nullable Connected connected;
    private boolean acksAreWanted;
    private long lastPingNanos;

    /// What replication needs from the rest of the node.
    public record Ports(
            SetMembership membership,
            UpstreamConnection.Connector connector,
            ReplicaOutput.Source outputs,
            SnapshotRuns runs,
            SnapshotDisk disk) {}

    /// What could not be there when this was made.
    private record Connected(UpstreamFollower follower, ReplicationInfo info, SetReplication ofTheSet) {}

    public Replication(EngineCore core, Ports ports) {
        this.core = core;
        this.ports = ports;
        this.lineage = new ReplicationLineage(core);
        this.roster = new ReplicaRoster(core, ports.outputs());
        this.requests = new ReplicaRequests(core, lineage, roster, ports.membership());
        this.snapshots = new ReplicaSnapshots(core, lineage, ports.runs(), ports.disk(), this, roster);
        this.lastPingNanos = core.clock().nanos();
        core.propagation().closedWhile(() -> !writesHistory());
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Wires what could not be there when this was made. Nobody is followed yet.
    public void connect(Engine itsEngine) {
        engine = itsEngine;
        UpstreamLoads loads =
                new UpstreamLoads(core, lineage, this::letGoOfReaders, ports.membership(), ports.runs(), ports.disk());
        UpstreamFollower follower = new UpstreamFollower(
                core, itsEngine, lineage, ports.membership(), ports.connector(), loads, roster::dropAll);
        connected = new Connected(
                follower,
                new ReplicationInfo(core, lineage, roster, follower, this::writesHistory),
                new SetReplication(core, lineage, roster, follower, this::becomeReplica));
    }

    public LinkReport link() {
        return LinkReport.of(follower(), core.clock().nanos());
    }

    /// What the set's membership has it do.
    public MemberReplication ofTheSet() {
        return connected().ofTheSet();
    }

    /// The data and its history are about to be replaced.
    private void letGoOfReaders() {
        roster.dropAll();
        snapshots.abandonAll();
    }

    private Connected connected() {
        Connected present = connected;
        if (present == null) {
            throw new IllegalStateException("replication was not connected");
        }
        return present;
    }

    private UpstreamFollower follower() {
        return connected().follower();
    }

    private ReplicationInfo info() {
        return connected().info();
    }

    // ------------------------------------------------------------------ start

    /// Hears what the snapshot on disk tells of its history, while it is loaded at the start.
    public SnapshotLoad.Listener restoring() {
        return new SnapshotLoad.Listener() {
            @Override
            public void began(LoadedFacts facts) {
                facts.place().ifPresent(place -> lineage.loaded(place, goesOnAsMaster()));
            }

            @Override
            public void expired(int database, byte[] key) {
                // Replicas hold it still: they are told as if its time had come now.
                core.propagation().gather(database, ascii("DEL"), key);
                core.propagation().commit(true);
            }
        };
    }

    /// Whether this node, having been started, is a master until somebody says otherwise. A member is not: it waits
    /// for its set.
    private boolean goesOnAsMaster() {
        return !ports.membership().isMember()
                && core.settings().get(Directives.REPLICA_OF).isNone();
    }

    /// The data is loaded: follows whom the configuration names.
    public void start() {
        if (ports.membership().isMember()) {
            lineage.keepUnderThisId();
            return;
        }
        UpstreamAddress upstream = core.settings().get(Directives.REPLICA_OF);
        if (!upstream.isNone()) {
            follower().follow(upstream.host(), upstream.port());
        }
    }

    // ------------------------------------------------------------------ sides

    @Override
    public boolean isReplica() {
        Connected present = connected;
        return present != null && present.follower().isFollowing();
    }

    @Override
    public boolean writesHistory() {
        return !isReplica() && ports.membership().writesHistory();
    }

    @Override
    public boolean follow(String host, int port) {
        UpstreamLink link = follower().link();
        if (isReplica() && link.host().equalsIgnoreCase(host) && link.port() == port) {
            return true;
        }
        becomeReplica();
        follower().follow(host, port);
        core.settings().set(Directives.REPLICA_OF, new UpstreamAddress(host, port));
        core.log().notice("REPLICAOF " + host + ":" + port + " enabled");
        return false;
    }

    private void becomeReplica() {
        if (isReplica()) {
            return;
        }
        lineage.demoted();
        Engine present = engine;
        if (present != null) {
            present.endWaits("UNBLOCKED force unblocked from blocking operation,"
                    + " instance state changed (master -> replica?)");
        }
    }

    @Override
    public void promote() {
        if (!isReplica()) {
            return;
        }
        follower().unfollow();
        lineage.promoted();
        roster.dropAll();
        roster.nobodySince(core.clock().nanos());
        core.settings().set(Directives.REPLICA_OF, UpstreamAddress.NONE);
        core.log().notice("MASTER MODE enabled");
    }

    // ------------------------------------------------------------------ replicas

    @Override
    public void sync(Invocation in) {
        if (in.count() == FAILOVER_ARGUMENTS && in.is(3, "failover")) {
            takeOver(in);
        }
        if (isReplica() && !follower().link().isConnected()) {
            throw new ErrorReply("NOMASTERLINK Can't SYNC while not connected with my master");
        }
        requests.sync(in);
    }

    /// The upstream hands its mastership over: FAILOVER, as the peers have it.
    private void takeOver(Invocation in) {
        if (ports.membership().isMember()) {
            throw new ErrorReply("ERR This node belongs to a set: its coordinator chooses the master");
        }
        if (!isReplica()) {
            throw new ErrorReply("ERR PSYNC FAILOVER can't be sent to a master.");
        }
        if (!in.text(1).equalsIgnoreCase(lineage.history().id().hex())) {
            throw new ErrorReply("ERR PSYNC FAILOVER replid must match my replid.");
        }
        promote();
    }

    @Override
    public void replconf(Invocation in) {
        if (in.client().isUpstream()) {
            // An upstream says nothing of itself; all that it may want is an ack.
            if (in.count() > 1 && in.is(1, "getack")) {
                ackWanted();
            }
            return;
        }
        ReplicaOptions.take(in, roster.peer(in.client()), this);
    }

    @Override
    public void acked(ReplicaPeer peer, long offset) {
        roster.acked(peer, offset);
    }

    @Override
    public void memberAcked(ReplicaPeer peer, String nodeId, long epoch, long offset) {
        if (!ports.membership().acked(nodeId, epoch, offset)) {
            core.log().warning("Replica " + peer.name() + " acked what can't be true, and is let go");
            roster.drop(peer);
            return;
        }
        follower().relayAck(nodeId, epoch, offset);
    }

    @Override
    public void ackWanted() {
        follower().ackWanted();
    }

    @Override
    public String greeted(ReplicaPeer peer, ReplicaHello hello) {
        String reply = ports.membership().replicaGreeted(hello);
        peer.hello = reply.startsWith("+") ? hello : null;
        return reply;
    }

    @Override
    public void heardFrom(Client replica) {
        roster.heard(replica);
    }

    @Override
    public void role(RespWriter reply) {
        info().role(reply);
    }

    @Override
    public long offset() {
        return lineage.offset();
    }

    @Override
    public int replicasAt(long offset) {
        return roster.holding(offset);
    }

    @Override
    public void requestAcks() {
        acksAreWanted = true;
    }

    @Override
    public void replicate(byte[]... arguments) {
        if (core.stream().isKept() && writesHistory()) {
            scratch.clear();
            scratch.request(arguments);
            core.stream().append(scratch.buffer(), 0, scratch.length());
        }
    }

    @Override
    public void changeId() {
        core.log().warning("The replication id is changed on request: no replica can resume");
        lineage.renew();
    }

    // ------------------------------------------------------------------ circumstances

    /// A replica without a link that may not show what it has: `replica-serve-stale-data no`.
    public boolean hidesStaleData() {
        return isReplica()
                && !follower().link().isConnected()
                && !core.settings().isOn(Directives.REPLICA_SERVE_STALE_DATA);
    }

    /// `min-replicas-to-write` is not met.
    public boolean lacksGoodReplicas() {
        long wanted = core.settings().whole(Directives.MIN_REPLICAS_TO_WRITE);
        return wanted > 0
                && core.settings().whole(Directives.MIN_REPLICAS_MAX_LAG_SECONDS) > 0
                && roster.good() < wanted;
    }

    @Override
    public List<ShutdownParties.Replica> attached() {
        long now = core.clock().nanos();
        return roster.attached().stream()
                .map(peer -> new ShutdownParties.Replica(
                        peer.name(),
                        peer.attachedSession().ackedOffset(),
                        peer.attachedSession().lagSeconds(now),
                        peer.attachedSession().stateWord()))
                .toList();
    }

    // ------------------------------------------------------------------ snapshots

    @Override
    public Optional<HistoryPlace> place() {
        return lineage.place();
    }

    @Override
    public Optional<String> marker() {
        return ports.membership().markerText();
    }

    // ------------------------------------------------------------------ time

    @Override
    public void tick(long nowNanos) {
        long backlogBytes = core.settings().whole(Directives.REPL_BACKLOG_BYTES);
        for (int i = 0; i < TRIMS_A_TICK; i++) {
            core.stream().capacity(backlogBytes);
        }
        follower().tick(nowNanos);
        ping(nowNanos);
        roster.tick(nowNanos);
        endUnusedBacklog(nowNanos);
    }

    /// A top-level master speaks in the stream, so that all below it know that it is there.
    private void ping(long nowNanos) {
        long period = core.settings().whole(Directives.REPL_PING_PERIOD_SECONDS) * NANOS_A_SECOND;
        if (nowNanos - lastPingNanos < period) {
            return;
        }
        lastPingNanos = nowNanos;
        if (writesHistory() && core.stream().isKept() && !roster.attached().isEmpty()) {
            core.stream().append(PING, 0, PING.length);
        }
    }

    private void endUnusedBacklog(long nowNanos) {
        long ttlNanos = Math.multiplyExact(
                Math.min(core.settings().whole(Directives.REPL_BACKLOG_TTL_SECONDS), Integer.MAX_VALUE),
                NANOS_A_SECOND);
        boolean isUnused = ttlNanos > 0
                && writesHistory()
                && !ports.membership().isMember()
                && core.stream().isKept()
                && roster.attached().isEmpty()
                && snapshots.areNone()
                && nowNanos - roster.nobodySinceNanos() > ttlNanos;
        if (isUnused) {
            lineage.forget();
            core.log()
                    .notice("Replication backlog freed after " + ttlNanos / NANOS_A_SECOND
                            + " seconds without connected replicas.");
        }
    }

    @Override
    public void endOfTurn(long nowNanos) {
        follower().endOfTurn(nowNanos);
        snapshots.serve(roster.attached(), nowNanos);
        if (acksAreWanted) {
            acksAreWanted = false;
            if (writesHistory() && core.stream().isKept()) {
                core.stream().append(GETACK, 0, GETACK.length);
            }
        }
        roster.pump();
    }

    @Override
    public long wantsTurnWithinNanos(long nowNanos) {
        return follower().wantsTurnWithinNanos(nowNanos);
    }

    @Override
    public void clientGone(Client client) {
        roster.clientGone(client);
    }

    @Override
    public void describe(String section, InfoReport.Lines lines) {
        if (section.equals("replication")) {
            info().describe(lines);
        }
    }
}
