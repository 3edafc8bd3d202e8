package io.redisreplicaset.datanode.engine;

import io.netty.buffer.ByteBuf;
import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.OutputLimits;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.replication.ReplicationStream;
import io.redisreplicaset.datanode.replication.master.AckLedger;
import io.redisreplicaset.datanode.replication.master.OutputLimitWatch;
import io.redisreplicaset.datanode.replication.master.ReplicaSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everyone who replicates from this node: sends them the stream, hears their acks, and lets go of who does not
/// keep up.
final class ReplicaRoster implements ReplicaSharedSnapshot.Listener {
    private static final byte[] EMPTY_LINE = {'\n'};
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private final EngineCore core;
    private final ReplicaOutput.Source outputs;

    /// Who has sent a REPLCONF or a PSYNC.
    private final Map<Client, ReplicaPeer> peers = new LinkedHashMap<>();

    /// Who was promised the stream.
    private final List<ReplicaPeer> attached = new ArrayList<>();

    private long nobodySinceNanos;

    ReplicaRoster(EngineCore core, ReplicaOutput.Source outputs) {
        this.core = core;
        this.outputs = outputs;
        this.nobodySinceNanos = core.clock().nanos();
    }

    /// What a client has told about itself as a replica so far.
    ReplicaPeer peer(Client client) {
        return peers.computeIfAbsent(client, c -> new ReplicaPeer(c, outputs.of(c.connection())));
    }

    @Nullable
    ReplicaPeer find(Client client) {
        return peers.get(client);
    }

    List<ReplicaPeer> attached() {
        return attached;
    }

    /// From here on the connection is a replica's.
    void attach(ReplicaPeer peer) {
        peer.client().kind(Client.Kind.REPLICA);
        peer.output().delaysSmallPackets(core.settings().isOn(Directives.REPL_DISABLE_TCP_NODELAY));
        attached.add(peer);
    }

    void clientGone(Client client) {
        ReplicaPeer peer = peers.remove(client);
        if (peer != null) {
            detach(peer);
        }
    }

    private void detach(ReplicaPeer peer) {
        if (!attached.remove(peer)) {
            return;
        }
        peer.releaseCursor();
        ReplicaSharedSnapshot snapshot = peer.snapshot();
        if (snapshot != null) {
            peer.isSent(null);
            snapshot.gone(peer);
        }
        if (attached.isEmpty()) {
            nobodySinceNanos = core.clock().nanos();
        }
        core.log().notice("Connection with replica " + peer.name() + " is closed");
    }

    /// Lets go of a replica; its place in the stream is free at once.
    void drop(ReplicaPeer peer) {
        detach(peer);
        peer.client().connection().close();
    }

    /// Lets go of all, so that they come back and learn what has changed.
    void dropAll() {
        for (ReplicaPeer peer : List.copyOf(attached)) {
            drop(peer);
        }
    }

    /// Since when nobody is attached, by the monotonic clock; meaningful only while that is so.
    long nobodySinceNanos() {
        return nobodySinceNanos;
    }

    void nobodySince(long nanos) {
        nobodySinceNanos = nanos;
    }

    // ------------------------------------------------------------------ the stream

    /// Sends every replica what it may have now, as far as its connection takes it.
    void pump() {
        for (int i = 0; i < attached.size(); i++) {
            pump(attached.get(i));
        }
    }

    private void pump(ReplicaPeer peer) {
        ReplicationStream.Cursor cursor = peer.cursor();
        if (cursor == null || !peer.attachedSession().isOnline() || cursor.available() == 0) {
            return;
        }
        ReplicaOutput output = peer.output();
        boolean hasWritten = false;
        while (output.canTakeMore()) {
            ByteBuf slice = cursor.next();
            if (slice == null) {
                break;
            }
            core.stats().replicationOutputBytes += slice.readableBytes();
            output.write(slice);
            hasWritten = true;
        }
        if (hasWritten) {
            output.flush();
        }
    }

    /// The replica has the history up to `offset`.
    void acked(ReplicaPeer peer, long offset) {
        ReplicaSession session = peer.session();
        if (session != null && session.acked(offset, core.clock().nanos())) {
            core.log().notice("Synchronization with replica " + peer.name() + " succeeded");
        }
    }

    /// An empty line from a replica: it is alive.
    void heard(Client client) {
        ReplicaPeer peer = peers.get(client);
        if (peer != null && peer.session() != null) {
            peer.attachedSession().heard(core.clock().nanos());
        }
    }

    @Override
    public void ended(ReplicaSharedSnapshot snapshot, List<ReplicaPeer> sent) {
        for (ReplicaPeer peer : sent) {
            if (peer.wantsSnapshotOnly) {
                detach(peer);
                peer.client().connection().closeAfterFlush();
            }
        }
    }

    @Override
    public void failed(ReplicaSharedSnapshot snapshot, List<ReplicaPeer> waiting, String why) {
        waiting.forEach(this::drop);
    }

    // ------------------------------------------------------------------ time

    /// Gives signs of life, and lets go of who gives none, or holds more than it may.
    void tick(long nowNanos) {
        Settings settings = core.settings();
        long timeoutNanos = settings.whole(Directives.REPL_TIMEOUT_SECONDS) * NANOS_A_SECOND;
        OutputLimitWatch.Limits limits = limits(settings);
        for (ReplicaPeer peer : List.copyOf(attached)) {
            switch (peer.due(timeoutNanos, nowNanos)) {
                case NOTHING -> {}
                case SIGN_OF_LIFE -> peer.client().connection().send(EMPTY_LINE, 0, EMPTY_LINE.length);
                case TIMED_OUT_IN_FULL_SYNC -> {
                    core.log().warning("Disconnecting timedout replica (full sync): " + peer.name());
                    drop(peer);
                    continue;
                }
                case TIMED_OUT_ONLINE -> {
                    core.log().warning("Disconnecting timedout replica (streaming sync): " + peer.name());
                    drop(peer);
                    continue;
                }
            }
            if (peer.isOverLimit(limits, nowNanos)) {
                core.log()
                        .warning("Client id=" + peer.client().id() + " addr="
                                + peer.client().connection().remoteAddress() + " (replica " + peer.name()
                                + ") scheduled to be closed ASAP for overcoming of output buffer limits: "
                                + peer.heldBytes() + " bytes wait for it");
                drop(peer);
            }
        }
    }

    private static OutputLimitWatch.Limits limits(Settings settings) {
        OutputLimits.Limit limit = settings.get(Directives.OUTPUT_LIMITS).replica();
        return new OutputLimitWatch.Limits(
                limit.hardBytes(),
                limit.softBytes(),
                limit.softSeconds() * NANOS_A_SECOND,
                settings.whole(Directives.REPL_BACKLOG_BYTES));
    }

    // ------------------------------------------------------------------ counts

    private Collection<ReplicaSession> sessions() {
        List<ReplicaSession> sessions = new ArrayList<>(attached.size());
        for (int i = 0; i < attached.size(); i++) {
            sessions.add(attached.get(i).attachedSession());
        }
        return sessions;
    }

    /// Replicas that said they have the history up to `offset`.
    int holding(long offset) {
        return AckLedger.holding(sessions(), offset);
    }

    /// Replicas that count for `min-replicas-to-write`.
    int good() {
        return AckLedger.good(
                sessions(),
                core.settings().whole(Directives.MIN_REPLICAS_MAX_LAG_SECONDS),
                core.clock().nanos());
    }
}
