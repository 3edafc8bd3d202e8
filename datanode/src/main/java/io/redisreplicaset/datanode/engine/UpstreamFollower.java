package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.membership.ReplicaHello;
import io.redisreplicaset.datanode.replication.ReplicationId;
import io.redisreplicaset.datanode.replication.replica.Introduction;
import io.redisreplicaset.datanode.replication.replica.LineReader;
import io.redisreplicaset.datanode.replication.replica.LinkAction;
import io.redisreplicaset.datanode.replication.replica.LinkEvent;
import io.redisreplicaset.datanode.replication.replica.LinkState;
import io.redisreplicaset.datanode.replication.replica.SnapshotReader;
import io.redisreplicaset.datanode.replication.replica.UpstreamLink;
import io.redisreplicaset.datanode.resp.RespProtocolException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The replica's side: carries out what [UpstreamLink] decides, and gives the bytes of the link to whoever reads
/// them in the state that it is in.
final class UpstreamFollower {
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private final EngineCore core;
    private final Engine engine;
    private final ReplicationLineage lineage;
    private final SetMembership membership;
    private final UpstreamConnection.Connector connector;
    private final UpstreamLoads loads;
    private final UpstreamVoice voice;
    private final Runnable idChanged;
    private final UpstreamLink link = new UpstreamLink();
    private final LineReader lines = new LineReader();
    private final UpstreamInbox inbox = new UpstreamInbox();
    private final Deque<LinkEvent> events = new ArrayDeque<>();
    private boolean isSettling;

    private @Nullable UpstreamConnection connection;
    private @Nullable UpstreamStream stream;
    private @Nullable SnapshotReader snapshot;
    private @Nullable UpstreamLoad load;

    /// @param idChanged the history has another name from here on: whoever reads it must learn that
    UpstreamFollower(
            EngineCore core,
            Engine engine,
            ReplicationLineage lineage,
            SetMembership membership,
            UpstreamConnection.Connector connector,
            UpstreamLoads loads,
            Runnable idChanged) {
        this.core = core;
        this.engine = engine;
        this.lineage = lineage;
        this.membership = membership;
        this.connector = connector;
        this.loads = loads;
        this.idChanged = idChanged;
        this.voice = new UpstreamVoice(core, membership);
    }

    UpstreamLink link() {
        return link;
    }

    boolean isFollowing() {
        return link.state() != LinkState.NONE;
    }

    void follow(String host, int port) {
        feed(new LinkEvent.Follow(host, port));
    }

    void unfollow() {
        feed(new LinkEvent.Unfollow());
    }

    /// Bytes of the stream that were read and are not applied yet.
    int pendingBytes() {
        UpstreamStream running = stream;
        return running == null ? 0 : running.pendingBytes() + inbox.size();
    }

    /// Bytes of the snapshot that have come, and that will come in all (0 where nobody knows); null outside of a
    /// sync.
    @Nullable
    SnapshotReader snapshot() {
        return snapshot;
    }

    // ------------------------------------------------------------------ events and actions

    /// Settles one event, with all that follow from it.
    private void feed(LinkEvent event) {
        events.addLast(event);
        if (isSettling) {
            return;
        }
        isSettling = true;
        boolean wasUp = link.isConnected();
        LinkState before = link.state();
        try {
            for (LinkEvent next = events.pollFirst(); next != null; next = events.pollFirst()) {
                link.next(next, core.clock().nanos()).forEach(this::carryOut);
            }
        } finally {
            isSettling = false;
        }
        if (link.isConnected() != wasUp || link.state().isTransfer() != before.isTransfer()) {
            membership.linkChanged();
        }
    }

    private void carryOut(LinkAction action) {
        switch (action) {
            case LinkAction.Open(String host, int port) -> open(host, port);
            case LinkAction.Close() -> close();
            case LinkAction.Send(var commands) -> voice.send(connection, commands);
            case LinkAction.SendOldSync() -> voice.sendOldSync(connection);
            case LinkAction.SendSignOfLife() -> voice.sendSignOfLife(connection);
            case LinkAction.Ack() -> ack();
            case LinkAction.Judge(long epoch, String _) ->
                events.addLast(new LinkEvent.Judged(membership.upstreamAnswered(epoch)));
            case LinkAction.Resume(Optional<ReplicationId> id) -> resume(id);
            case LinkAction.Receive(var framing, var id, long offset) -> {
                snapshot = new SnapshotReader(framing);
                load = loads.begin(framing, id, offset);
            }
            case LinkAction.Load() -> settleLoad(requireLoad().arrived());
            case LinkAction.DropSnapshot() -> dropSnapshot();
            case LinkAction.Log(boolean isWarning, String line) -> {
                if (isWarning) {
                    core.log().warning(line);
                } else {
                    core.log().notice(line);
                }
            }
        }
    }

    private void open(String host, int port) {
        releaseConnection();
        lines.reset();
        inbox.clear();
        Ear ear = new Ear();
        UpstreamConnection opening = connector.connect(host, port, ear);
        connection = opening;
        ear.mine = opening;
    }

    private void close() {
        UpstreamConnection open = connection;
        if (open != null) {
            open.abandon();
        }
        releaseConnection();
    }

    /// Forgets the connection: behind this nothing of it is applied.
    private void releaseConnection() {
        UpstreamStream running = stream;
        if (running != null) {
            running.end();
            stream = null;
            engine.disconnected(running.client());
        }
        connection = null;
        inbox.clear();
    }

    private void resume(Optional<ReplicationId> id) {
        if (id.isPresent()) {
            lineage.continuedUnder(id.get());
            idChanged.run();
        }
        lineage.keepUnderThisId();
        startStream();
    }

    private void startStream() {
        UpstreamConnection open = connection;
        if (open == null) {
            return;
        }
        Client client = new Client(core.clients().newId(), open, core.clock().unixMillis());
        client.kind(Client.Kind.UPSTREAM);
        client.authenticated(true);
        client.database(lineage.upstreamDatabase());
        core.clients().add(client);
        stream = new UpstreamStream(core, engine, client, lineage, membership);
    }

    // ------------------------------------------------------------------ the snapshot

    private UpstreamLoad requireLoad() {
        UpstreamLoad running = load;
        if (running == null) {
            throw new IllegalStateException("no snapshot is being loaded");
        }
        return running;
    }

    private void settleLoad(UpstreamLoad.Progress progress) {
        switch (progress) {
            case HUNGRY, BUSY -> {}
            case IN_PLACE -> {
                load = null;
                snapshot = null;
                startStream();
                feed(new LinkEvent.SnapshotInPlace());
            }
            case FAILED -> {
                String why = requireLoad().failure();
                load = null;
                snapshot = null;
                feed(new LinkEvent.Broken("Internal error in RDB from MASTER: " + why));
            }
        }
    }

    private void dropSnapshot() {
        SnapshotReader reader = snapshot;
        UpstreamLoad running = load;
        snapshot = null;
        load = null;
        if (running != null) {
            running.cancel();
            core.log()
                    .warning("Internal error in RDB from MASTER: it broke off after "
                            + (reader == null ? 0 : reader.bytesRead()) + " bytes");
        }
    }

    // ------------------------------------------------------------------ what comes

    /// Hears one connection; silent as soon as it is not the present one any more.
    private final class Ear implements UpstreamConnection.Listener {
        private @Nullable UpstreamConnection mine;

        private boolean isPresent() {
            return mine != null && mine.equals(connection);
        }

        @Override
        public void opened() {
            if (isPresent()) {
                feed(new LinkEvent.Opened(introduction(), lineage.request()));
            }
        }

        @Override
        public void failed(String why) {
            if (isPresent()) {
                connection = null;
                feed(new LinkEvent.NotOpened(why));
            }
        }

        @Override
        public void received(byte[] bytes, int from, int to) {
            UpstreamConnection open = mine;
            if (open == null || !isPresent()) {
                return;
            }
            core.stats().replicationInputBytes += to - from;
            link.heard(core.clock().nanos());
            inbox.take(bytes, from, to, UpstreamFollower.this::read);
            if (isPresent()) {
                open.readMore(inbox.isEmpty());
            }
        }

        @Override
        public void closed() {
            if (isPresent()) {
                releaseConnection();
                feed(new LinkEvent.Closed());
            }
        }
    }

    /// Reads as much as the present state can take.
    ///
    /// @return how many bytes that was
    private int read(byte[] bytes, int from, int to) {
        int at = from;
        try {
            while (at < to) {
                int taken = readSome(bytes, at, to);
                if (taken == 0) {
                    break;
                }
                at += taken;
            }
        } catch (RespProtocolException broken) {
            feed(new LinkEvent.Broken("Protocol error from MASTER: " + broken.getMessage()));
            return to - from;
        }
        return connection == null ? to - from : at - from;
    }

    private int readSome(byte[] bytes, int at, int to) {
        return switch (link.state()) {
            case NONE, CONNECT, CONNECTING -> to - at;
            case AWAITING_PONG,
                    AWAITING_AUTH,
                    AWAITING_PORT,
                    AWAITING_ADDRESS,
                    AWAITING_CAPABILITIES,
                    AWAITING_SET,
                    AWAITING_JUDGEMENT,
                    AWAITING_VERDICT,
                    AWAITING_SNAPSHOT -> readLine(bytes, at, to);
            case RECEIVING_SNAPSHOT -> readSnapshot(bytes, at, to);
            // The stream that follows a snapshot is not read before the snapshot is in place.
            case LOADING_SNAPSHOT -> 0;
            case CONNECTED -> engine.holdsUpstream() ? 0 : readStream(bytes, at, to);
        };
    }

    private int readLine(byte[] bytes, int at, int to) {
        int taken = lines.take(bytes, at, to);
        String line = lines.line();
        if (line != null) {
            feed(new LinkEvent.Line(line));
        }
        return taken;
    }

    private int readSnapshot(byte[] bytes, int at, int to) {
        SnapshotReader reader = snapshot;
        UpstreamLoad running = load;
        if (reader == null || running == null) {
            throw new IllegalStateException("no snapshot is being received");
        }
        if (!running.canTakeMore()) {
            return 0;
        }
        int taken = reader.take(bytes, at, to, (piece, offset, length) -> {
            if (load != null) {
                settleLoad(running.take(piece, offset, length));
            }
        });
        if (reader.isComplete() && load != null) {
            feed(new LinkEvent.SnapshotArrived());
        }
        return taken;
    }

    private int readStream(byte[] bytes, int at, int to) {
        UpstreamStream running = stream;
        if (running != null
                && !running.take(bytes, at, to)
                && !running.complaint().isEmpty()) {
            feed(new LinkEvent.Broken(running.complaint()));
        }
        if (voice.isAckWanted()) {
            ack();
        }
        return to - at;
    }

    private Introduction introduction() {
        Settings settings = core.settings();
        long announcedPort = settings.whole(Directives.REPLICA_ANNOUNCE_PORT);
        return new Introduction(
                settings.get(Directives.MASTER_USER),
                settings.get(Directives.MASTER_AUTH),
                (int) (announcedPort == 0 ? settings.whole(Directives.PORT) : announcedPort),
                settings.get(Directives.REPLICA_ANNOUNCE_IP),
                membership.hello().map(ReplicaHello::toArguments).orElse(List.of()));
    }

    // ------------------------------------------------------------------ acks

    /// The upstream wants to know how far this node is.
    void ackWanted() {
        voice.wantAck();
    }

    private void ack() {
        UpstreamConnection open = connection;
        if (open != null && link.isConnected() && !link.isOldProtocol()) {
            voice.ack(open, lineage.offset(), link.upstreamIsMember());
            link.acked(core.clock().nanos());
        }
    }

    /// A replica of this node says what a disk behind it holds: the upstream wants to know that too.
    void relayAck(String nodeId, long epoch, long offset) {
        if (link.isConnected() && link.upstreamIsMember()) {
            voice.relay(nodeId, epoch, offset);
        }
    }

    // ------------------------------------------------------------------ time

    void tick(long nowNanos) {
        if (link.state() != LinkState.NONE) {
            feed(new LinkEvent.Tick(core.settings().whole(Directives.REPL_TIMEOUT_SECONDS) * NANOS_A_SECOND));
        }
    }

    void endOfTurn(long nowNanos) {
        if (nowNanos - link.retryAtNanos() >= 0 && link.retryAtNanos() != Long.MAX_VALUE) {
            tick(nowNanos);
        }
        UpstreamLoad running = load;
        if (running != null) {
            settleLoad(running.turn());
        }
        UpstreamConnection open = connection;
        if (open != null && !inbox.isEmpty()) {
            // It is this node that does not listen: the upstream is not silent.
            link.heard(nowNanos);
            inbox.retry(this::read);
            if (open.equals(connection)) {
                open.readMore(inbox.isEmpty());
            }
        }
        UpstreamStream flowing = stream;
        boolean hasNews =
                flowing != null && flowing.hasApplied() && link.upstreamIsMember() && membership.acksEagerly();
        if (hasNews || voice.isAckWanted()) {
            ack();
        }
        voice.sendRelayed(connection);
    }

    /// Sends what there is to say now, and not at the end of the turn.
    void flush() {
        UpstreamStream flowing = stream;
        if (flowing != null && flowing.hasApplied()) {
            ack();
        }
        voice.sendRelayed(connection);
        UpstreamConnection open = connection;
        if (open != null) {
            open.flush();
        }
    }

    long wantsTurnWithinNanos(long nowNanos) {
        long nanos =
                link.retryAtNanos() == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, link.retryAtNanos() - nowNanos);
        UpstreamLoad running = load;
        return running == null ? nanos : Math.min(nanos, running.wantsTurnWithinNanos(nowNanos));
    }
}
