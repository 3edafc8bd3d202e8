package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.ClientRegistry;
import io.redisreplicaset.datanode.command.CommandTable;
import io.redisreplicaset.datanode.command.ConfigControl;
import io.redisreplicaset.datanode.command.Connection;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.command.KeyspaceEvents;
import io.redisreplicaset.datanode.command.MembershipControl;
import io.redisreplicaset.datanode.command.Node;
import io.redisreplicaset.datanode.command.NodeControl;
import io.redisreplicaset.datanode.command.NodeStats;
import io.redisreplicaset.datanode.command.Parking;
import io.redisreplicaset.datanode.command.PubSub;
import io.redisreplicaset.datanode.command.ReplicationControl;
import io.redisreplicaset.datanode.command.SlowLog;
import io.redisreplicaset.datanode.command.SnapshotControl;
import io.redisreplicaset.datanode.command.Transaction;
import io.redisreplicaset.datanode.command.WatchTable;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.keyspace.Database;
import io.redisreplicaset.datanode.keyspace.Keyspace;
import io.redisreplicaset.datanode.resp.Request;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The entrance: connections bring clients and requests here, and the event loop its turns.
///
/// Every method is called on the one thread that owns the data.
public final class Engine implements Node, NodeControl {
    /// Buckets of a resizing table that one tick moves when no request does.
    private static final int RESIZE_BUCKETS_A_TICK = 1000;

    /// Replies that a burst gathers before they go on their way: pipelined requests for large values don't pile up.
    private static final int MAX_GATHERED_BYTES = 1024 * 1024;

    private static final byte[] MAX_CLIENTS_REACHED =
            "-ERR max number of clients reached\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final EngineCore core;
    private final CommandTable commands;
    private final Parts parts;
    private final Expiry expiry;
    private final Admission admission;
    private final PauseGate pause = new PauseGate();
    private final Monitors monitors;
    private final Dispatcher dispatcher;
    private final RespWriter replies = new RespWriter();
    private final List<Client> parked = new ArrayList<>();
    private final InfoReport info;
    private long nextTickNanos;
    private boolean hasMoreToExpire;

    /// The parts that are wired to sockets and files.
    ///
    /// @param all in the order in which their turns come
    /// @param info who has lines for INFO
    public record Parts(
            ReplicationControl replication,
            SnapshotControl snapshots,
            ConfigControl config,
            MembershipControl membership,
            ProcessControl process,
            Circumstances circumstances,
            List<EnginePart> all,
            List<InfoSource> info) {
        public Parts {
            all = List.copyOf(all);
            info = List.copyOf(info);
        }
    }

    /// @param nobody a client that stands for the server itself
    public Engine(EngineCore core, CommandTable commands, Parts parts, Client nobody) {
        this.core = core;
        this.commands = commands;
        this.parts = parts;
        this.info = new InfoReport(core, commands, parts.info());
        this.monitors = new Monitors(core.clients());
        // While writes are held, the history stands still: nothing is deleted either.
        Expiry expiry = new Expiry(
                core,
                () -> !parts.replication().writesHistory()
                        || pause.isPaused(core.clock().unixMillis()));
        this.expiry = expiry;
        this.admission = new Admission(parts.circumstances());
        this.dispatcher =
                new Dispatcher(this, expiry, admission, core.propagation(), pause, monitors, core.clock(), nobody);
        this.nextTickNanos = core.clock().nanos();
    }

    /// A connection was accepted.
    ///
    /// @return its client, or null if there are too many: the connection has its answer and closes
    public @Nullable Client connected(Connection connection) {
        core.stats().connectionsReceived++;
        if (core.clients().size() >= core.settings().whole(Directives.MAX_CLIENTS)) {
            core.stats().connectionsRejected++;
            connection.send(MAX_CLIENTS_REACHED, 0, MAX_CLIENTS_REACHED.length);
            connection.closeAfterFlush();
            return null;
        }
        Client client =
                new Client(core.clients().newId(), connection, core.clock().unixMillis());
        client.authenticated(core.settings().get(Directives.REQUIRE_PASS).isEmpty());
        client.deliversThrough(core.replyGate()::deliver);
        core.clients().add(client);
        return client;
    }

    /// A client's connection is closed, by either side.
    public void disconnected(Client client) {
        core.clients().remove(client);
        core.pubSub().unsubscribeAll(client);
        core.watches().unwatchAll(client);
        core.replyGate().forget(client);
        parked.remove(client);
        if (client.isMonitor()) {
            monitors.recount();
        }
        parts.all().forEach(part -> part.clientGone(client));
    }

    /// Begins to run the requests that one client has sent at once.
    public void beginBurst(Client client) {
        dispatcher.beginBurst();
        replies.clear();
        replies.protocol(client.protocol());
        client.running(replies);
        client.interacted(dispatcher.nowMillis());
    }

    /// Runs one request. Behind it the client may be parked or closing: then no more of it may be run.
    ///
    /// @return whether the next request may follow
    public boolean run(Client client, Request request) {
        if (request.count() == 0 && client.isReplica()) {
            parts.replication().heardFrom(client);
            return true;
        }
        boolean wasMonitor = client.isMonitor();
        dispatcher.run(client, request, replies);
        if (client.isMonitor() != wasMonitor) {
            monitors.recount();
        }
        if (client.isParked()) {
            parked.add(client);
            return false;
        }
        if (replies.length() > MAX_GATHERED_BYTES && !client.isReplica()) {
            passReplies(client);
            replies.clear();
        }
        return !client.isClosing();
    }

    private void passReplies(Client client) {
        core.stats().netOutputBytes += replies.length();
        core.replyGate()
                .pass(client, replies, dispatcher.touchedData(), core.stream().offset(), dispatcher.burstNanos());
    }

    /// Lets the replies of a burst go, or holds them for the quorum.
    public void endBurst(Client client) {
        client.stopped();
        if (client.isReplica() && replies.length() > 0) {
            ReplicaStrayReply.drop(core, client, replies);
            return;
        }
        passReplies(client);
        if (client.isClosing()) {
            client.connection().closeAfterFlush();
        }
    }

    /// Answers something that is no request: the client hears what was wrong, and is closed.
    public void protocolError(Client client, String complaint) {
        core.log()
                .verbose("Protocol error (" + complaint + ") from client: id=" + client.id() + " addr="
                        + client.connection().remoteAddress());
        replies.error("ERR Protocol error: " + complaint);
        client.closeAfterReply();
    }

    /// Whether what comes from upstream waits: CLIENT PAUSE holds a replica's data as it is.
    boolean holdsUpstream() {
        return pause.isPausedByClient(core.clock().unixMillis());
    }

    /// Begins to run what has come from upstream at once.
    void beginUpstreamBurst() {
        dispatcher.beginBurst();
    }

    /// Runs a command of the history that comes from upstream. What it replies goes nowhere.
    void runFromUpstream(Client upstream, Request request, RespWriter discarded) {
        dispatcher.run(upstream, request, discarded);
    }

    /// Ends the wait of those who wait for replicas: this node has become one itself.
    void endWaits(String error) {
        for (Client client : List.copyOf(parked)) {
            if (client.parking() instanceof Parking.ForAcks) {
                sendAway(client, error);
            }
        }
    }

    /// What is to be done when all connections have had their round.
    public void endOfTurn() {
        long now = core.clock().nanos();
        if (now - nextTickNanos >= 0) {
            nextTickNanos = now + 1_000_000_000L / core.settings().whole(Directives.HZ);
            tick(now);
        }
        for (EnginePart part : parts.all()) {
            part.endOfTurn(now);
        }
        if (!parked.isEmpty()) {
            unparkWhoMay(now);
        }
        core.replyGate().expire(now);
    }

    private void tick(long nowNanos) {
        info.sample(nowNanos);
        hasMoreToExpire = expiry.sweep(core.clock());
        for (Database database : core.keyspace().databases()) {
            database.resizeStep(RESIZE_BUCKETS_A_TICK);
        }
        for (EnginePart part : parts.all()) {
            part.tick(nowNanos);
        }
        closeIdleClients();
    }

    private void closeIdleClients() {
        long timeoutMillis = core.settings().whole(Directives.TIMEOUT_SECONDS) * 1000;
        if (timeoutMillis == 0) {
            return;
        }
        long now = core.clock().unixMillis();
        for (Client client : List.copyOf(core.clients().all())) {
            boolean mayIdle = client.kind() != Client.Kind.NORMAL
                    || client.isParked()
                    || client.isStatusWatcher()
                    || client.subscriptions().count() > 0;
            if (!mayIdle && now - client.lastInteractionMillis() > timeoutMillis) {
                core.log().verbose("Closing idle client");
                client.connection().close();
            }
        }
    }

    /// Nanoseconds that the event loop may sleep if nothing arrives.
    public long maySleepNanos() {
        long now = core.clock().nanos();
        long nanos = hasMoreToExpire ? 0 : Math.max(0, nextTickNanos - now);
        for (EnginePart part : parts.all()) {
            nanos = Math.min(nanos, part.wantsTurnWithinNanos(now));
        }
        return nanos;
    }

    private void unparkWhoMay(long nowNanos) {
        long nowMillis = core.clock().unixMillis();
        pause.endIfOver(nowMillis);
        List<Client> candidates = List.copyOf(parked);
        for (Client client : candidates) {
            switch (client.parking()) {
                case null -> parked.remove(client);
                case Parking.ForPause(Request request) -> retry(client, request, nowNanos, nowMillis);
                case Parking.ForAcks acks -> answerWait(client, acks, nowNanos);
                case Parking.ForShutdown() -> answerShutdown(client);
            }
        }
    }

    /// Runs a held request if nothing holds it any more.
    private void retry(Client client, Request request, long nowNanos, long nowMillis) {
        if (pause.isPaused(nowMillis) || admission.parks(nowNanos)) {
            return;
        }
        parked.remove(client);
        client.unpark();
        beginBurst(client);
        run(client, request);
        endBurst(client);
        resume(client);
    }

    private void answerWait(Client client, Parking.ForAcks acks, long nowNanos) {
        int reached = parts.replication().replicasAt(acks.offset());
        if (reached < acks.replicas() && nowNanos - acks.deadlineNanos() < 0) {
            return;
        }
        answerParked(client, reply -> reply.integer(reached));
    }

    private void answerShutdown(Client client) {
        if (!parts.process().isShuttingDown()) {
            answerParked(client, reply -> reply.error("ERR Errors trying to SHUTDOWN. Check logs."));
        }
    }

    private void answerParked(Client client, Consumer<RespWriter> answer) {
        parked.remove(client);
        client.unpark();
        beginBurst(client);
        dispatcher.answer(client, replies, answer);
        endBurst(client);
        resume(client);
    }

    private static void resume(Client client) {
        if (!client.isParked() && !client.isClosing()) {
            client.connection().resume();
        }
    }

    /// Ends the service to clients: whoever waits with a command is told `error` (it was not executed), whoever waits
    /// for a reply hears
    /// nothing (nobody knows what becomes of it), and every connection but those that steer the node is closed.
    public void dropClients(String error) {
        for (Client client : List.copyOf(parked)) {
            if (client.parking() instanceof Parking.ForPause && client.heldBytes() == 0) {
                sendAway(client, error);
            }
        }
        core.replyGate().dropAll();
        for (Client client : List.copyOf(core.clients().all())) {
            if (client.kind() == Client.Kind.NORMAL && !client.isControl() && !client.isClosing()) {
                client.connection().close();
            }
        }
    }

    /// Answers a client that waits with its last reply. Another client's burst may be under way, whose replies are
    /// gathered meanwhile: this one's do not go there.
    private void sendAway(Client client, String error) {
        parked.remove(client);
        client.unpark();
        client.closeAfterReply();
        RespWriter lastWords = new RespWriter(128);
        lastWords.error(error);
        core.stats().netOutputBytes += lastWords.length();
        client.connection().send(lastWords.buffer(), 0, lastWords.length());
        client.connection().closeAfterFlush();
    }

    @Override
    public void runTransaction(Invocation exec, Transaction transaction) {
        dispatcher.runTransaction(exec, transaction);
    }

    @Override
    public void pauseClients(long endMillis, boolean onlyWrites) {
        pause.pause(endMillis, onlyWrites, core.clock().unixMillis());
    }

    /// Holds writes back until the process ends, or the end is taken back.
    public void holdWritesForShutdown(boolean wanted) {
        pause.holdWrites(wanted);
    }

    @Override
    public void resumeClients() {
        pause.end();
    }

    @Override
    public void activeExpiry(boolean wanted) {
        expiry.sweeps(wanted);
    }

    @Override
    public String runId() {
        return core.runId();
    }

    @Override
    public String info(List<String> sections) {
        return info.render(sections);
    }

    @Override
    public void shutdown(SaveOnExit save, boolean withoutWaiting, boolean force) {
        parts.process().shutdown(save, withoutWaiting, force);
    }

    @Override
    public boolean abortShutdown() {
        return parts.process().abortShutdown();
    }

    @Override
    public void crash() {
        parts.process().crash();
    }

    @Override
    public void reload(boolean save, boolean flush, boolean merge) {
        parts.process().reload(save, flush, merge);
    }

    @Override
    public void log(String line) {
        core.log().warning(line);
    }

    @Override
    public Keyspace keyspace() {
        return core.keyspace();
    }

    @Override
    public Settings settings() {
        return core.settings();
    }

    @Override
    public CommandTable commands() {
        return commands;
    }

    @Override
    public PubSub pubSub() {
        return core.pubSub();
    }

    @Override
    public WatchTable watches() {
        return core.watches();
    }

    @Override
    public KeyspaceEvents events() {
        return core.events();
    }

    @Override
    public ClientRegistry clients() {
        return core.clients();
    }

    @Override
    public NodeStats stats() {
        return core.stats();
    }

    @Override
    public SlowLog slowLog() {
        return core.slowLog();
    }

    @Override
    public ReplicationControl replication() {
        return parts.replication();
    }

    @Override
    public SnapshotControl snapshots() {
        return parts.snapshots();
    }

    @Override
    public ConfigControl config() {
        return parts.config();
    }

    @Override
    public MembershipControl membership() {
        return parts.membership();
    }

    @Override
    public NodeControl control() {
        return this;
    }
}
