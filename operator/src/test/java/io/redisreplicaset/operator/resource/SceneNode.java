package io.redisreplicaset.operator.resource;

import io.redisreplicaset.operator.topology.Address;
import io.redisreplicaset.operator.topology.Fact;
import io.redisreplicaset.operator.topology.LinkStatus;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.ObservedNode;
import io.redisreplicaset.operator.topology.PeerReport;
import io.redisreplicaset.operator.topology.Voter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A node of the set `cache` as a test wants it to look: ready, answering and at rest, unless it is told otherwise.
public final class SceneNode {
    private final int ordinal;
    private String disk;
    private int process = 1;
    private NodeRole role = NodeRole.REPLICA;
    private long epoch = 1;
    private long promisedEpoch = 1;
    private long offset = 1000;
    private boolean intact = true;
    private boolean exists = true;
    private boolean leaving;
    private boolean ready = true;
    private boolean answers = true;
    private boolean paused;
    private boolean writesOpen;
    private boolean synced = true;
    private int upstream;
    private LinkStatus link = LinkStatus.UP;
    private long linkDownMillis = -1;
    private long heardMillis = 3;
    private String revision = Scene.REVISION;

    private SceneNode(int ordinal) {
        this.ordinal = ordinal;
        this.disk = "disk-" + ordinal;
    }

    /// Follows node 0.
    public static SceneNode replica(int ordinal) {
        return new SceneNode(ordinal);
    }

    public static SceneNode master(int ordinal) {
        SceneNode node = new SceneNode(ordinal);
        node.role = NodeRole.MASTER;
        node.writesOpen = true;
        node.synced = false;
        node.link = LinkStatus.NONE;
        return node;
    }

    /// It was started, and nobody has told it anything yet.
    public static SceneNode joining(int ordinal) {
        SceneNode node = new SceneNode(ordinal);
        node.role = NodeRole.JOINING;
        node.synced = false;
        node.link = LinkStatus.NONE;
        return node;
    }

    public SceneNode fenced(long byEpoch) {
        role = NodeRole.FENCED;
        promisedEpoch = byEpoch;
        writesOpen = false;
        synced = false;
        link = LinkStatus.NONE;
        return this;
    }

    public SceneNode onDisk(String other) {
        disk = other;
        return this;
    }

    public SceneNode inProcess(int number) {
        process = number;
        return this;
    }

    public SceneNode ofEpoch(long other) {
        epoch = other;
        promisedEpoch = other;
        return this;
    }

    public SceneNode at(long otherOffset) {
        offset = otherOffset;
        return this;
    }

    public SceneNode notIntact() {
        intact = false;
        return this;
    }

    /// There is no such pod or process.
    public SceneNode absent() {
        exists = false;
        return this;
    }

    /// Somebody asked for its end.
    public SceneNode leaving() {
        leaving = true;
        return this;
    }

    public SceneNode notReady() {
        ready = false;
        return this;
    }

    public SceneNode silent() {
        answers = false;
        return this;
    }

    public SceneNode paused() {
        paused = true;
        writesOpen = false;
        return this;
    }

    public SceneNode withWritesClosed() {
        writesOpen = false;
        return this;
    }

    public SceneNode following(int otherOrdinal) {
        upstream = otherOrdinal;
        return this;
    }

    public SceneNode copying() {
        link = LinkStatus.SYNC;
        synced = false;
        linkDownMillis = 40;
        return this;
    }

    public SceneNode withoutLink(long millis) {
        link = LinkStatus.DOWN;
        synced = false;
        linkDownMillis = millis;
        return this;
    }

    public SceneNode heard(long millisAgo) {
        heardMillis = millisAgo;
        return this;
    }

    public SceneNode ofRevision(String other) {
        revision = other;
        return this;
    }

    public String name() {
        return Scene.SET + "-" + ordinal;
    }

    public Voter voter() {
        return new Voter(disk, name());
    }

    boolean exists() {
        return exists;
    }

    static Address address(int ordinal) {
        return new Address("10.0.0." + (ordinal + 1), 6379);
    }

    public NodeStatus status() {
        boolean isReplica = role == NodeRole.REPLICA;
        return new NodeStatus(
                disk,
                disk + "-process-" + process,
                role,
                promisedEpoch,
                "somebody",
                epoch,
                epoch,
                1,
                List.of("disk-0", "disk-1", "disk-2"),
                2,
                role == NodeRole.MASTER ? epoch : 0,
                offset,
                intact,
                false,
                false,
                isReplica ? Optional.of(address(upstream).toString()) : Optional.empty(),
                link,
                linkDownMillis,
                synced,
                writesOpen,
                paused,
                false,
                100,
                peers());
    }

    private List<PeerReport> peers() {
        List<PeerReport> peers = new ArrayList<>();
        for (int other = 0; other < 3; other++) {
            if (other != ordinal) {
                peers.add(new PeerReport(
                        Scene.SET + "-" + other,
                        address(other).toString(),
                        "disk-" + other,
                        true,
                        heardMillis,
                        promisedEpoch));
            }
        }
        return peers;
    }

    public ObservedNode observed(Instant now) {
        return new ObservedNode(
                name(),
                Optional.of(address(ordinal)),
                leaving,
                ready ? Optional.of(now.minusSeconds(60)) : Optional.empty(),
                now.minusSeconds(90),
                false,
                revision,
                Optional.of(role),
                answers ? new Fact.Known<>(status(), now) : new Fact.Unknown<>("no reply within 300 ms", now),
                Optional.empty());
    }
}
