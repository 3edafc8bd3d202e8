package io.redisreplicaset.datanode.membership;

import io.redisreplicaset.datanode.membership.Effect.AppendMarker;
import io.redisreplicaset.datanode.membership.Effect.CloseUpstream;
import io.redisreplicaset.datanode.membership.Effect.ConnectUpstream;
import io.redisreplicaset.datanode.membership.Effect.ExchangeHeartbeats;
import io.redisreplicaset.datanode.membership.Effect.Notify;
import io.redisreplicaset.datanode.membership.Effect.PersistMeta;
import io.redisreplicaset.datanode.membership.Effect.SaveSnapshot;
import io.redisreplicaset.datanode.membership.Effect.ShiftReplicationId;
import io.redisreplicaset.datanode.membership.Outcome.Accepted;
import io.redisreplicaset.datanode.membership.Outcome.Refused;
import io.redisreplicaset.datanode.replication.ReplicationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One node's half of the failover protocol: what it promised, what it is, and whether a client's write may run.
///
/// Mutable, and owned by one thread: the one that owns the data. It does no I/O and reads no clock; `nowNanos` is
/// the process's monotonic time, counted from its start. Commands return [Effect]s, which the owner carries out in
/// order before it answers. `package-info` draws the states.
public final class NodeMembership {
    private final MembershipConfig config;
    private final PeerTable peers = new PeerTable();
    private final Mastership mastership;
    private final HeldHistory history;

    private final PromiseBook promises;

    private Role role = Role.JOINING;
    /// Master, or fenced one that was: the epoch of its promotion. Replica: that of its link, or of its last
    /// FOLLOW.
    private long epoch;
    private boolean shuttingDown;

    /// A node that has begun, and what its owner must do before it listens to anybody.
    public record Boot(NodeMembership membership, List<Effect> effects) {
        public Boot {
            effects = List.copyOf(effects);
        }
    }

    /// What a replica says by `REPLCONF replicaset-ack`.
    public record Ack(String nodeId, long epoch, long offset) {}

    private NodeMembership(MembershipConfig config, NodeMeta onDisk, LoadedHistory loaded, boolean isIntact) {
        this.config = config;
        promises = new PromiseBook(onDisk);
        promises.change(meta -> meta.running()
                .havingSeen(loaded.marker().map(HistoryMarker::epoch).orElse(0L)));
        mastership = new Mastership(config);
        history = new HeldHistory(loaded, isIntact, promises.promisedEpoch());
    }

    /// Starts a node. It begins with writes closed, whatever it was before; a replica goes on with its last
    /// upstream.
    ///
    /// @param metaOnDisk empty where the disk is new
    /// @param freshNodeId used where the disk is new
    /// @throws IllegalArgumentException where the folder belongs to another set
    public static Boot boot(
            MembershipConfig config, Optional<NodeMeta> metaOnDisk, String freshNodeId, LoadedHistory loaded) {
        NodeMeta onDisk = metaOnDisk.orElseGet(() -> NodeMeta.ofNewDisk(config.setId(), freshNodeId));
        requireOwnSet(config, onDisk.setId(), "node.meta");
        loaded.marker().ifPresent(marker -> requireOwnSet(config, marker.setId(), "the data"));
        boolean isNewDisk = metaOnDisk.isEmpty();
        boolean isExactlyWhatItHeld =
                onDisk.cleanShutdown().map(loaded::isExactly).orElse(false);
        NodeMembership node = new NodeMembership(
                config, onDisk, loaded, isNewDisk || isExactlyWhatItHeld || loaded.everyAckWasOnDisk());
        List<Effect> effects = new ArrayList<>();
        // The clean-shutdown record is used up before anything new can be acked, or it would vouch for that too.
        effects.add(new PersistMeta(node.promises.meta()));
        Optional<Upstream> lastUpstream =
                node.promises.meta().upstream().filter(upstream -> upstream.epoch() == node.promises.promisedEpoch());
        if (lastUpstream.isPresent()) {
            node.role = Role.REPLICA;
            node.epoch = lastUpstream.get().epoch();
            effects.add(new ConnectUpstream(lastUpstream.get()));
        }
        return new Boot(node, effects);
    }

    private static void requireOwnSet(MembershipConfig config, String setId, String what) {
        if (!setId.equals(config.setId())) {
            throw new IllegalArgumentException(
                    "setId of " + what + ": wanted '" + config.setId() + "' (the configuration), got '" + setId + "'");
        }
    }

    // ------------------------------------------------------------------ commands

    /// `REPLICASET FENCE`: promise to serve no lower epoch any more.
    public Outcome fence(String setId, long newEpoch, String coordinator, long nowNanos) {
        Optional<Refused> refusal = refusalOfSet(setId).or(() -> promises.refusalToPromise(newEpoch, coordinator));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (newEpoch == promises.promisedEpoch()) {
            return new Accepted(promises.writeIfNeeded());
        }
        List<Effect> effects = new ArrayList<>();
        switch (role) {
            case MASTER -> effects.addAll(depose(nowNanos));
            case REPLICA -> {
                if (epoch < newEpoch) {
                    effects.add(new CloseUpstream());
                }
            }
            case JOINING -> role = Role.FENCED;
            case FENCED -> {}
        }
        effects.addAll(promises.promise(newEpoch, coordinator));
        effects.add(new Notify(StatusEvent.ROLE));
        return new Accepted(effects);
    }

    /// `REPLICASET PROMOTE`: become the master of the epoch that was promised.
    public Outcome promote(String setId, long newEpoch, String coordinator, int writeQuorum, List<String> voters) {
        Optional<Refused> refusal = refusalOfSet(setId)
                .or(() -> promises.refusalToServe(newEpoch))
                .or(() -> PromiseBook.refusalOf(coordinator));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (role == Role.MASTER && epoch == newEpoch && promises.isPromisedOnDisk(newEpoch, coordinator)) {
            return new Accepted(List.of());
        }
        Optional<Refused> noPromise = promises.refusalToPromote(newEpoch, coordinator);
        if (noPromise.isPresent()) {
            return noPromise.get();
        }
        if (!voters.contains(nodeId())) {
            return new Refused("ERR voters: wanted this node's id " + nodeId() + " among them, got " + voters);
        }
        long rootEpoch = history.rootEpoch() == 0 ? newEpoch : history.rootEpoch();
        try {
            return new Accepted(becomeMaster(new HistoryMarker(setId, newEpoch, voters, writeQuorum, rootEpoch)));
        } catch (IllegalArgumentException e) {
            return new Refused("ERR " + e.getMessage());
        }
    }

    private List<Effect> becomeMaster(HistoryMarker marker) {
        List<Effect> effects = new ArrayList<>();
        if (role == Role.REPLICA) {
            effects.add(new CloseUpstream());
        }
        role = Role.MASTER;
        epoch = marker.epoch();
        promises.promotionIsUsedUp();
        history.isPromotedUnder(marker);
        List<Effect> release = mastership.begin(marker, nodeId());
        refreshIsolation();
        effects.add(new ShiftReplicationId());
        effects.add(new AppendMarker(marker));
        effects.addAll(release);
        effects.add(new Notify(StatusEvent.ROLE));
        return effects;
    }

    /// `REPLICASET FOLLOW`: replicate from that address.
    public Outcome follow(String setId, long newEpoch, String host, int port) {
        Optional<Refused> refusal = refusalOfSet(setId).or(() -> promises.refusalToServe(newEpoch));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (role == Role.MASTER && newEpoch == epoch) {
            return new Refused(
                    "ERR This node is the master of epoch " + epoch + "; only a later epoch makes it follow");
        }
        Upstream upstream;
        try {
            upstream = new Upstream(newEpoch, host, port);
        } catch (IllegalArgumentException e) {
            return new Refused("ERR " + e.getMessage());
        }
        boolean isAlreadyLinked = role == Role.REPLICA
                && epoch >= newEpoch
                && promises.meta()
                        .upstream()
                        .filter(known -> known.isAt(host, port))
                        .isPresent();
        List<Effect> effects = new ArrayList<>();
        if (role == Role.MASTER || readsAreParked()) {
            effects.addAll(mastership.letGoOfClients());
        }
        role = Role.REPLICA;
        promises.promotionIsUsedUp();
        // On disk before a byte of this epoch is acked: `Intactness` says why a follower's epoch counts as a promise.
        effects.addAll(promises.change(meta -> meta.havingSeen(newEpoch).following(upstream)));
        if (!isAlreadyLinked) {
            epoch = newEpoch;
            effects.add(new ConnectUpstream(upstream));
            effects.add(new Notify(StatusEvent.ROLE));
        }
        return new Accepted(effects);
    }

    /// `REPLICASET PAUSE`: keep writes waiting, at most that long; 0 lets them go on.
    public Outcome pause(String setId, long millis, long nowNanos) {
        Optional<Refused> refusal = refusalOfSet(setId);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (millis < 0 || millis > MembershipConfig.MAX_PAUSE_MILLIS) {
            return new Refused("ERR millis: wanted 0 to " + MembershipConfig.MAX_PAUSE_MILLIS + ", got " + millis);
        }
        if (role != Role.MASTER) {
            return new Refused("ERR PAUSE is for a master; this node is " + role.word());
        }
        return new Accepted(
                millis == 0 ? mastership.endPause(nowNanos) : mastership.pause(nowNanos + millis * 1_000_000));
    }

    /// `REPLICASET PEERS`: the other nodes of the set.
    public Outcome peers(String setId, List<PeerAddress> addresses) {
        Optional<Refused> refusal = refusalOfSet(setId);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (addresses.size() > Bounds.MAX_PEERS) {
            return new Refused("ERR peers: wanted at most " + Bounds.MAX_PEERS + ", got " + addresses.size());
        }
        if (addresses.stream().map(PeerAddress::name).distinct().count() != addresses.size()) {
            return new Refused("ERR peers: wanted each name once, got " + addresses);
        }
        peers.replaceWith(addresses);
        refreshIsolation();
        return new Accepted(List.of(new ExchangeHeartbeats(addresses)));
    }

    private Optional<Refused> refusalOfSet(String setId) {
        return setId.equals(config.setId())
                ? Optional.empty()
                : Optional.of(new Refused("WRONGSET This node belongs to set '" + config.setId() + "'"));
    }

    private List<Effect> depose(long nowNanos) {
        role = Role.FENCED;
        return mastership.depose(nowNanos);
    }

    // ------------------------------------------------------------------ heartbeats

    /// A peer's `REPLICASET HEARTBEAT`; answer it with [#heartbeatAnswer()] after the effects.
    public Outcome heartbeat(String setId, long peersPromisedEpoch, long nowNanos) {
        return refusalOfSet(setId)
                .<Outcome>map(refused -> refused)
                .orElseGet(() -> new Accepted(heardOfEpoch(peersPromisedEpoch, nowNanos)));
    }

    public HeartbeatAnswer heartbeatAnswer() {
        return new HeartbeatAnswer(
                nodeId(), config.name(), promises.durable().promisedEpoch(), role.word(), epoch, history.offset());
    }

    /// A peer answered the heartbeat that was sent to it at `askedAtNanos`.
    public List<Effect> heartbeatAnswered(String peer, long askedAtNanos, HeartbeatAnswer answer, long nowNanos) {
        peers.answered(peer, askedAtNanos, answer, nowNanos);
        List<Effect> effects = new ArrayList<>(heardOfEpoch(answer.promisedEpoch(), nowNanos));
        if (answer.isOfMaster()) {
            history.masterTold(answer.epoch(), answer.offset());
            effects.addAll(noteIntactness());
        }
        refreshIsolation();
        effects.addAll(mastership.noteWrites(nowNanos));
        return effects;
    }

    /// The connection to a peer was closed, or could not be opened.
    public List<Effect> peerDisconnected(String peer) {
        return peers.disconnected(peer) ? List.of(new Notify(StatusEvent.PEER)) : List.of();
    }

    /// Somebody in the set lives in a later epoch: this mastership is over, or about to be.
    private List<Effect> heardOfEpoch(long heard, long nowNanos) {
        if (role != Role.MASTER || heard <= epoch) {
            return List.of();
        }
        List<Effect> effects = new ArrayList<>(depose(nowNanos));
        effects.add(new Notify(StatusEvent.ROLE));
        return effects;
    }

    private void refreshIsolation() {
        if (role == Role.MASTER) {
            List<String> voters = history.voters();
            mastership.majorityHeard(voters.size(), peers.majorityHeardSinceNanos(voters, nodeId()));
        }
    }

    // ------------------------------------------------------------------ clients

    /// A write may run while the clock reads less than this. For the hot path: one comparison, and only where it
    /// fails ask [#writeVerdict].
    public long writesOpenUntilNanos() {
        return mastership.writesOpenUntilNanos();
    }

    public WriteVerdict writeVerdict(long nowNanos) {
        return mastership.verdict(nowNanos);
    }

    /// True between a master's fencing and what becomes of it: reads wait as well, or they could be answered from a
    /// history that a new master has already left behind.
    public boolean readsAreParked() {
        return mastership.readsAreParked();
    }

    /// The reply to a command that was executed at stream offset `x` may be sent once this is at least `x`: for a
    /// write its own end, for a read the end of the last write before it. Where replies are not held that is always
    /// so.
    public long repliesReleasedUpToOffset() {
        return mastership.repliesReleasedUpToOffset();
    }

    // ------------------------------------------------------------------ the stream

    /// The marker that [AppendMarker] asked for ends at `endOffset`; from here on writes are open.
    public List<Effect> markerAppended(long endOffset, long nowNanos) {
        history.reaches(endOffset);
        return mastership.markerAppended(endOffset, nowNanos);
    }

    /// The master's own stream ends at `endOffset`.
    public void appended(long endOffset) {
        history.reaches(endOffset);
        mastership.appended(endOffset);
    }

    /// A `REPLCONF replicaset-ack`. Where [#repliesReleasedUpToOffset()] has moved, replies can go out.
    ///
    /// @return the effects of the ack that commits the marker; empty for all others
    /// @throws IllegalArgumentException where the ack is for bytes that were never written; close that link
    public List<Effect> acked(String nodeId, long ackEpoch, long ackedOffset) {
        return mastership.acked(nodeId, ackEpoch, ackedOffset);
    }

    /// A replica applied the stream up to `endOffset`.
    public List<Effect> applied(long endOffset) {
        history.reaches(endOffset);
        return noteIntactness();
    }

    /// A replica applied a marker, or swapped in a snapshot that carries one, and stands at `endOffset`.
    ///
    /// @throws IllegalArgumentException where the marker cannot continue this history; close the link
    public List<Effect> markerApplied(HistoryMarker applied, long endOffset) {
        requireOwnSet(config, applied.setId(), "the marker");
        history.takes(applied, endOffset);
        List<Effect> effects = new ArrayList<>(promises.change(meta -> meta.havingSeen(applied.epoch())));
        effects.addAll(noteIntactness());
        return effects;
    }

    /// Whether a snapshot may replace this node's data; ask before the swap, with what the snapshot says of itself.
    public boolean mayReplaceDataBy(Optional<HistoryMarker> snapshotMarker, long snapshotOffset) {
        return history.mayBeReplacedBy(snapshotMarker, snapshotOffset);
    }

    /// What this node may say by `REPLCONF replicaset-ack`; empty where it must not ack, or not yet.
    ///
    /// The epoch is that of the *history* that it holds, never that of its link. While the epoch is not yet on disk
    /// it says nothing.
    public Optional<Ack> ack() {
        boolean mayAck = role == Role.REPLICA
                && history.epoch() > 0
                && promises.durable().promisedEpoch() >= history.epoch();
        return mayAck ? Optional.of(new Ack(nodeId(), history.epoch(), history.offset())) : Optional.empty();
    }

    private List<Effect> noteIntactness() {
        return history.hasBecomeIntact() ? List.of(new Notify(StatusEvent.INTACT)) : List.of();
    }

    // ------------------------------------------------------------------ links

    /// What a replica of the set says of itself. Accepted: answer `+REPLICASET <epoch> <nodeId>` from
    /// [#upstreamEpoch()], after the effects.
    public Outcome replicaGreeted(ReplicaHello hello, long nowNanos) {
        return heartbeat(hello.setId(), hello.epoch(), nowNanos);
    }

    /// The epoch that this node can serve as an upstream; 0 for none.
    public long upstreamEpoch() {
        return role == Role.MASTER || role == Role.REPLICA ? epoch : 0;
    }

    /// Asked before a full sync is begun. Empty where it may be; else the error reply without its leading `-`.
    ///
    /// @param requestedOffset the last offset that the replica says it holds; -1 where it asked for everything
    public Optional<String> refusalOfFullSync(ReplicaHello replica, long requestedOffset) {
        return FullSyncGuard.refusalToServe(
                history.epoch(), history.rootEpoch(), history.offset(), replica, requestedOffset);
    }

    /// How this node introduces itself to its upstream.
    public ReplicaHello hello(boolean holdsData) {
        return new ReplicaHello(
                config.setId(),
                followedEpoch(),
                nodeId(),
                history.epoch(),
                history.rootEpoch(),
                holdsData,
                config.name());
    }

    /// The upstream answered that it serves `upstreamEpoch`. False: close the link and try again later.
    public boolean upstreamAnswered(long upstreamEpoch) {
        boolean mayFollow =
                role == Role.REPLICA && upstreamEpoch >= promises.promisedEpoch() && upstreamEpoch >= followedEpoch();
        if (mayFollow) {
            epoch = upstreamEpoch;
        }
        return mayFollow;
    }

    private long followedEpoch() {
        return promises.meta().upstream().map(Upstream::epoch).orElse(1L);
    }

    // ------------------------------------------------------------------ time, disk, end

    /// `written` is on disk.
    public void persisted(NodeMeta written) {
        promises.persisted(written);
    }

    /// Lets time pass. Call at [#nextDeadlineNanos] or soon after.
    public List<Effect> tick(long nowNanos) {
        return mastership.tick(nowNanos);
    }

    /// When [#tick] has something to do next; `Long.MAX_VALUE` for never.
    public long nextDeadlineNanos() {
        return mastership.nextDeadlineNanos();
    }

    /// When a peer that is heard now becomes one that is silent; the owner then pushes its status as `peer`.
    public long nextSuspicionNanos(long nowNanos) {
        return peers.nextSuspicionNanos(config.detectionTimeoutNanos(), nowNanos);
    }

    /// SIGTERM: ask to be relieved. The owner waits a bounded time for a successor before it calls [#stop].
    public List<Effect> requestShutdown() {
        shuttingDown = true;
        return List.of(new Notify(StatusEvent.SHUTDOWN));
    }

    /// The orderly end. After the effects the process exits; it must not ack anything more.
    public List<Effect> stop(ReplicationId replicationId) {
        List<Effect> effects = new ArrayList<>(mastership.letGoOfClients());
        if (role == Role.REPLICA) {
            effects.add(new CloseUpstream());
        }
        role = Role.FENCED;
        promises.promotionIsUsedUp();
        effects.add(new SaveSnapshot());
        // What is not intact now does not become so by being saved.
        if (history.isIntact()) {
            CleanShutdown record = new CleanShutdown(history.epoch(), replicationId, history.offset());
            effects.addAll(promises.change(meta -> meta.stoppedAt(record)));
        }
        return List.copyOf(effects);
    }

    // ------------------------------------------------------------------ what it is

    public Role role() {
        return role;
    }

    public String nodeId() {
        return promises.meta().nodeId();
    }

    /// The last marker in this node's data: what a snapshot of it must carry.
    public Optional<HistoryMarker> marker() {
        return history.marker();
    }

    public List<PeerAddress> peerAddresses() {
        return peers.addresses();
    }

    public MembershipStatus status(long nowNanos) {
        return new MembershipStatus(
                config.setId(),
                nodeId(),
                config.name(),
                role,
                promises.durable().promisedEpoch(),
                promises.durable().promisedTo(),
                epoch,
                history.epoch(),
                history.rootEpoch(),
                history.voters(),
                history.writeQuorum(),
                mastership.committedEpoch(),
                mastership.committedOffset(),
                history.offset(),
                history.isIntact(),
                role == Role.REPLICA ? promises.meta().upstream() : Optional.empty(),
                nowNanos < writesOpenUntilNanos(),
                role == Role.MASTER && mastership.isPaused(),
                shuttingDown,
                peers.statuses(nowNanos));
    }
}
