package io.redisreplicaset.operator.sim;

import io.redisreplicaset.datanode.membership.Effect;
import io.redisreplicaset.datanode.membership.HeartbeatAnswer;
import io.redisreplicaset.datanode.membership.HistoryMarker;
import io.redisreplicaset.datanode.membership.LoadedHistory;
import io.redisreplicaset.datanode.membership.MembershipConfig;
import io.redisreplicaset.datanode.membership.NodeMembership;
import io.redisreplicaset.datanode.membership.NodeMeta;
import io.redisreplicaset.datanode.membership.Outcome;
import io.redisreplicaset.datanode.membership.Role;
import io.redisreplicaset.datanode.replication.ReplicationId;
import java.util.List;
import java.util.Optional;

/// One run of the node's program: the real [NodeMembership], and around it as much of a data node as it takes to
/// carry its effects out in order, replicate, and answer clients.
///
/// Everything happens in turns, as on the node's one thread: what arrived, then what follows from it. A process
/// may be killed before any effect. One that is stopped keeps what arrives until it goes on.
final class NodeProcess {
    private static final int MARKER_BYTES = 120;
    private static final int PING_BYTES = 14;

    private final Sim sim;
    private final Pod pod;
    private final String runId;
    /// What its monotonic clock is ahead of the simulation's: no two agree.
    private final long clockOffsetNanos;
    private final NodeMembership membership;
    private final NodeData data;
    private final UpstreamSide upstream;
    private final DownstreamSide downstream;
    private final PeerSide peers;
    private final ClientSide clients;
    private boolean isAlive = true;
    private boolean isLeaving;
    private long wakesAt = Long.MAX_VALUE;

    private NodeProcess(Sim sim, Pod pod, NodeMembership membership, NodeData data) {
        this.sim = sim;
        this.pod = pod;
        this.membership = membership;
        this.data = data;
        runId = sim.freshId('e');
        clockOffsetNanos = sim.nodeClockOffset();
        upstream = new UpstreamSide(sim, this);
        downstream = new DownstreamSide(sim, this);
        peers = new PeerSide(sim, this);
        clients = new ClientSide(sim, this);
    }

    /// Starts the program on that pod's disk.
    static NodeProcess start(Sim sim, Pod pod) {
        Disk disk = pod.disk();
        Optional<NodeData.Saved> saved = disk.saved();
        LoadedHistory loaded = new LoadedHistory(
                saved.flatMap(found -> found.end().marker()),
                saved.map(NodeData.Saved::id),
                saved.map(found -> found.end().endOffset()).orElse(0L),
                saved.isPresent() && sim.settings().memory() == SimSettings.Memory.LOG);
        String freshId = sim.mutation().idOfNewDisk(pod.idOfTheDiskBefore()).orElseGet(() -> sim.freshId('a'));
        NodeMembership.Boot boot = NodeMembership.boot(config(sim, pod), disk.meta(), freshId, loaded);
        NodeData data = NodeData.loaded(
                saved, new ReplicationId(sim.freshId('f')), sim.settings().backlogBytes());
        NodeProcess process = new NodeProcess(sim, pod, boot.membership(), data);
        pod.runs(process);
        process.turn(() -> process.carryOut(boot.effects()));
        process.downstream.everySecond();
        return process;
    }

    private static MembershipConfig config(Sim sim, Pod pod) {
        SimSettings settings = sim.settings();
        return new MembershipConfig(
                Sim.SET_ID,
                pod.name(),
                settings.holdsReplies(),
                settings.closesWhenIsolated(),
                settings.isolationMillis() * VirtualTime.MS,
                settings.detectionMillis() * VirtualTime.MS);
    }

    Pod pod() {
        return pod;
    }

    String name() {
        return pod.name();
    }

    String runId() {
        return runId;
    }

    boolean isAlive() {
        return isAlive;
    }

    NodeMembership membership() {
        return membership;
    }

    NodeData data() {
        return data;
    }

    UpstreamSide upstream() {
        return upstream;
    }

    DownstreamSide downstream() {
        return downstream;
    }

    PeerSide peers() {
        return peers;
    }

    ClientSide clients() {
        return clients;
    }

    /// Its own monotonic time.
    long now() {
        return sim.time().now() + clockOffsetNanos;
    }

    boolean isMaster() {
        return membership.role() == Role.MASTER;
    }

    void tell(String what, Object... details) {
        sim.trace().add(name(), what, details);
    }

    // ------------------------------------------------------------------ turns

    /// Does something on the node's thread, and what follows from it.
    void turn(Runnable work) {
        if (!isAlive) {
            return;
        }
        if (pod.isFrozen()) {
            pod.keepsForLater(() -> turn(work));
            return;
        }
        try {
            work.run();
            endOfTurn();
        } catch (Killed _) {
            return;
        }
        sim.rules().afterTurn(this);
    }

    void turnAfter(long nanos, Runnable work) {
        sim.time().after(nanos, () -> turn(work));
    }

    private void endOfTurn() {
        upstream.endOfTurn();
        downstream.pump();
        if (isMaster()) {
            membership.appended(data.end().endOffset());
        }
        if (now() >= membership.nextDeadlineNanos()) {
            carryOut(membership.tick(now()));
        }
        clients.endOfTurn();
        wakeInTime();
    }

    private void wakeInTime() {
        long next = Math.min(membership.nextDeadlineNanos(), clients.nextDeadlineNanos());
        if (next == Long.MAX_VALUE) {
            return;
        }
        long at = Math.max(sim.time().now(), next - clockOffsetNanos);
        if (at < wakesAt || wakesAt <= sim.time().now()) {
            wakesAt = at;
            sim.time().at(at, () -> turn(() -> {}));
        }
    }

    // ------------------------------------------------------------------ effects

    void carryOut(List<Effect> effects) {
        for (Effect effect : effects) {
            if (sim.faults().killsBefore(this, effect)) {
                die(true);
                throw new Killed();
            }
            if (sim.mutation().carriesOut(effect, effects)) {
                carryOut(effect);
            }
        }
        clients.release();
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.PersistMeta(NodeMeta meta) -> {
                pod.disk().write(sim.mutation().written(meta, pod.disk().meta()));
                membership.persisted(meta);
                sim.rules().persisted(this);
            }
            case Effect.ParkClients() -> tell("fenced", "clients wait");
            case Effect.ParkWrites() -> tell("paused", "writes wait");
            case Effect.ReleaseClients() -> tell("unpaused", "clients go on");
            case Effect.DropClients(String error) -> clients.drop(error);
            case Effect.CloseUpstream() -> upstream.close();
            case Effect.ConnectUpstream(var target) -> upstream.follow(target);
            case Effect.ShiftReplicationId() -> {
                data.promoted(new ReplicationId(sim.freshId('f')));
                downstream.dropAll();
            }
            case Effect.AppendMarker(HistoryMarker marker) -> appendMarker(marker);
            case Effect.ExchangeHeartbeats(var addresses) -> peers.exchangeWith(addresses);
            case Effect.SaveSnapshot() -> pod.disk().save(data.save());
            case Effect.Notify(var event) -> sim.notifyWatchers(this, event.word());
        }
    }

    private void appendMarker(HistoryMarker marker) {
        Entry before = data.end();
        data.append(new Entry.Content.Marker(marker), MARKER_BYTES);
        tell(
                "master",
                "of epoch",
                marker.epoch(),
                "behind",
                before,
                "W",
                marker.writeQuorum(),
                "of",
                marker.voters().size());
        sim.rules().promoted(this, marker.epoch());
        carryOut(membership.markerAppended(data.end().endOffset(), now()));
    }

    /// Carries out what a command led to.
    ///
    /// @return the error of a command that was refused
    Optional<String> settle(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(List<Effect> effects) -> {
                carryOut(effects);
                yield Optional.empty();
            }
            case Outcome.Refused(String error) -> Optional.of(error);
        };
    }

    /// A client's write, which the gate has let through.
    void execute(int id, int length) {
        data.append(new Entry.Content.Write(id), length);
        sim.rules().wrote(this);
    }

    void ping() {
        if (isMaster()) {
            data.append(new Entry.Content.Ping(), PING_BYTES);
            sim.rules().wrote(this);
        }
    }

    HeartbeatAnswer heartbeatAnswer() {
        HeartbeatAnswer answer = membership.heartbeatAnswer();
        sim.rules().told(this, answer.promisedEpoch());
        return answer;
    }

    // ------------------------------------------------------------------ the end

    /// Killed: the machine stays, and closes the connections.
    void die(boolean closesConnections) {
        if (!isAlive) {
            return;
        }
        isAlive = false;
        if (sim.settings().memory() == SimSettings.Memory.LOG) {
            pod.disk().save(data.save());
        }
        upstream.processEnded(closesConnections);
        downstream.processEnded(closesConnections);
        peers.processEnded(closesConnections);
        clients.processEnded(closesConnections);
        pod.processEnded();
    }

    /// SIGTERM: a master waits a while to be relieved; then it saves, vouches for what it saved, and exits.
    void terminate() {
        turn(() -> {
            if (isLeaving) {
                return;
            }
            isLeaving = true;
            tell("term");
            if (isMaster() && !membership.peerAddresses().isEmpty()) {
                carryOut(membership.requestShutdown());
            }
            leaveWhenRelieved(now() + sim.settings().shutdownMillis() * VirtualTime.MS);
        });
    }

    private void leaveWhenRelieved(long deadline) {
        boolean mustWait = isMaster() && !membership.peerAddresses().isEmpty() && now() < deadline;
        if (mustWait) {
            turnAfter(100 * VirtualTime.MS, () -> leaveWhenRelieved(deadline));
            return;
        }
        clients.holdWrites();
        carryOut(membership.stop(data.history().id()));
        tell("exits", data.end());
        die(true);
        throw new Killed();
    }
}
