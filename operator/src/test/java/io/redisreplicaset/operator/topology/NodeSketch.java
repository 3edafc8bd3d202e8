package io.redisreplicaset.operator.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One node as a test wants it seen. It begins as a node of a set that runs well; a test changes what it is about.
public final class NodeSketch {
    public final String name;
    public String disk;
    public String runId;
    public Optional<Address> address;
    public boolean deleting;
    public Optional<Instant> readySince;
    public Instant seenSince;
    public boolean restarted;
    public String revision = SetSketch.REVISION;
    public Optional<NodeRole> label;
    public Optional<Refusal> refusal = Optional.empty();

    public boolean answers = true;
    public Instant askedAt = SetSketch.NOW;
    public NodeRole role;
    public long promisedEpoch;
    public String promisedTo = SetSketch.COORDINATOR;
    public long epoch;
    public long historyEpoch;
    public long rootEpoch;
    public List<String> voters = List.of();
    public int writeQuorum;
    public long committedEpoch;
    public long offset = 100;
    public boolean intact = true;
    public boolean empty;
    public Optional<String> upstream = Optional.empty();
    public LinkStatus linkStatus = LinkStatus.NONE;
    public long linkDownMillis = -1;
    public boolean synced;
    public boolean paused;
    public boolean shuttingDown;
    public int priority = 100;
    public List<PeerReport> peers = new ArrayList<>();

    NodeSketch(int ordinal) {
        name = SetSketch.name(ordinal);
        disk = SetSketch.disk(ordinal);
        runId = "run-" + ordinal;
        address = Optional.of(SetSketch.address(ordinal));
        readySince = Optional.of(SetSketch.NOW.minusSeconds(60));
        seenSince = SetSketch.NOW.minusSeconds(600);
        role = NodeRole.JOINING;
        label = Optional.of(NodeRole.JOINING);
        empty = true;
        offset = 0;
    }

    /// It was promoted in that epoch, and its marker is committed.
    public NodeSketch asMaster(long itsEpoch, VoterGroup group) {
        return asMasterOf(itsEpoch, group);
    }

    NodeSketch asMasterOf(long itsEpoch, VoterGroup group) {
        holds(itsEpoch, 100);
        role = NodeRole.MASTER;
        label = Optional.of(NodeRole.MASTER);
        epoch = itsEpoch;
        promisedEpoch = itsEpoch;
        committedEpoch = itsEpoch;
        voters = List.copyOf(group.nodeIds());
        writeQuorum = group.writeQuorum();
        return this;
    }

    NodeSketch asReplicaIn(long itsEpoch, int upstreamOrdinal) {
        holds(itsEpoch, 100);
        role = NodeRole.REPLICA;
        label = Optional.of(NodeRole.REPLICA);
        epoch = itsEpoch;
        promisedEpoch = itsEpoch;
        upstream = Optional.of(SetSketch.address(upstreamOrdinal).toString());
        linkStatus = LinkStatus.UP;
        synced = true;
        return this;
    }

    /// Data up to there, of the set's own lineage.
    public NodeSketch holds(long itsHistoryEpoch, long itsOffset) {
        historyEpoch = itsHistoryEpoch;
        offset = itsOffset;
        rootEpoch = itsHistoryEpoch == 0 ? 0 : 1;
        empty = itsHistoryEpoch == 0;
        return this;
    }

    /// It promised that epoch to the coordinator of the tests, and is fenced.
    public NodeSketch promised(long toEpoch) {
        promisedEpoch = toEpoch;
        promisedTo = SetSketch.COORDINATOR;
        if (role == NodeRole.MASTER) {
            role = NodeRole.FENCED;
        }
        if (role == NodeRole.REPLICA) {
            synced = false;
            linkStatus = LinkStatus.NONE;
        }
        return this;
    }

    /// The process was killed and started again: told nothing, proves nothing.
    public NodeSketch startedAgain() {
        answers = true;
        runId = runId + "-again";
        role = NodeRole.JOINING;
        epoch = 0;
        intact = false;
        synced = false;
        linkStatus = LinkStatus.NONE;
        upstream = Optional.empty();
        return this;
    }

    /// The name answers for another, empty disk.
    public NodeSketch onNewDisk() {
        startedAgain();
        disk = disk + "b";
        promisedEpoch = 0;
        intact = true;
        return holds(0, 0);
    }

    public NodeSketch silent() {
        answers = false;
        return this;
    }

    /// What this node's monitor says of another one.
    public NodeSketch hears(int ordinal, boolean connected, long heardMillis) {
        peers.removeIf(peer -> peer.name().equals(SetSketch.name(ordinal)));
        peers.add(new PeerReport(
                SetSketch.name(ordinal),
                SetSketch.address(ordinal).toString(),
                heardMillis < 0 ? "" : SetSketch.disk(ordinal),
                connected,
                heardMillis,
                0));
        return this;
    }

    public NodeStatus status() {
        return new NodeStatus(
                disk,
                runId,
                role,
                promisedEpoch,
                promisedEpoch == 0 ? "" : promisedTo,
                epoch,
                historyEpoch,
                rootEpoch,
                voters,
                writeQuorum,
                committedEpoch,
                offset,
                intact,
                empty,
                false,
                upstream,
                linkStatus,
                linkDownMillis,
                synced,
                role == NodeRole.MASTER,
                paused,
                shuttingDown,
                priority,
                peers);
    }

    ObservedNode observed() {
        Fact<NodeStatus> fact =
                answers ? new Fact.Known<>(status(), askedAt) : new Fact.Unknown<>("no answer", askedAt);
        return new ObservedNode(
                name, address, deleting, readySince, seenSince, restarted, revision, label, fact, refusal);
    }
}
