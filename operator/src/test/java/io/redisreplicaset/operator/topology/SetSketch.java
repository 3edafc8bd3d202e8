package io.redisreplicaset.operator.topology;

import io.redisreplicaset.operator.api.Durability;
import io.redisreplicaset.operator.api.TopologyType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// A whole sight for tests: it begins as a set that runs well or that has just been made, and a test changes what
/// it is about.
public final class SetSketch {
    public static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    public static final String COORDINATOR = "operator/1";
    public static final String REVISION = "r1";
    public static final Duration TIMEOUT = Duration.ofSeconds(2);

    public int replicas;
    public Durability durability = Durability.QUORUM;
    public OptionalInt writeQuorum = OptionalInt.empty();
    public TopologyType topology = TopologyType.STAR;
    public boolean persistent = true;
    public boolean failoverEnabled = true;
    public String revision = REVISION;
    public Optional<String> switchoverTo = Optional.empty();
    public OptionalLong allowDataLoss = OptionalLong.empty();
    public SetRecord record = SetRecord.initial("v1");
    public Instant now = NOW;
    private final List<NodeSketch> nodes = new ArrayList<>();

    private SetSketch(int count) {
        replicas = count;
        for (int i = 0; i < count; i++) {
            nodes.add(new NodeSketch(i));
        }
    }

    /// Nodes that were started for the first time, and nothing recorded.
    public static SetSketch justMade(int count) {
        return new SetSketch(count);
    }

    /// Epoch 1, node 0 is master, all follow it, all vote, and everybody hears everybody.
    public static SetSketch running(int count) {
        SetSketch set = new SetSketch(count);
        VoterGroup group = set.groupOf(IntStream.range(0, count).toArray());
        set.record = SetRecord.initial("v7")
                .withVoters(group, Optional.empty())
                .withMaster(new MasterRecord(set.voter(0), 1), 1);
        set.node(0).asMasterOf(1, group);
        for (int i = 1; i < count; i++) {
            set.node(i).asReplicaIn(1, 0);
        }
        set.allHearAll();
        return set;
    }

    public static String name(int ordinal) {
        return "cache-" + ordinal;
    }

    public static String disk(int ordinal) {
        return "disk-" + ordinal;
    }

    public static Address address(int ordinal) {
        return new Address("10.0.0." + ordinal, 6379);
    }

    public NodeSketch node(int ordinal) {
        return nodes.stream()
                .filter(node -> node.name.equals(name(ordinal)))
                .findFirst()
                .orElseThrow();
    }

    public SetSketch with(int ordinal, Consumer<NodeSketch> change) {
        change.accept(node(ordinal));
        return this;
    }

    public SetSketch async() {
        durability = Durability.ASYNC;
        return this;
    }

    public SetSketch chain() {
        topology = TopologyType.CHAIN;
        return this;
    }

    /// One more node, which runs and has no vote.
    public SetSketch joinedBy(int ordinal) {
        nodes.add(new NodeSketch(ordinal));
        allHearAll();
        return this;
    }

    /// One more node, synced, without a vote.
    public SetSketch learner(int ordinal) {
        joinedBy(ordinal);
        node(ordinal).asReplicaIn(masterEpoch(), 0);
        return this;
    }

    /// No node of that name exists, and the others were told to forget it.
    public SetSketch without(int ordinal) {
        nodes.removeIf(node -> node.name.equals(name(ordinal)));
        nodes.forEach(node -> node.peers.removeIf(peer -> peer.name().equals(name(ordinal))));
        return this;
    }

    public SetSketch record(UnaryOperator<SetRecord> change) {
        record = change.apply(record);
        return this;
    }

    public SetSketch later(Duration passed) {
        now = now.plus(passed);
        return this;
    }

    public void allHearAll() {
        for (NodeSketch node : nodes) {
            for (NodeSketch other : nodes) {
                if (!node.name.equals(other.name)) {
                    node.hears(SetIntent.ordinalOf(other.name), true, 50);
                }
            }
        }
    }

    public Voter voter(int ordinal) {
        return new Voter(disk(ordinal), name(ordinal));
    }

    public VoterGroup groupOf(int... ordinals) {
        return intent().groupOf(IntStream.of(ordinals).mapToObj(this::voter).toList());
    }

    public long masterEpoch() {
        return record.master().map(MasterRecord::epoch).orElse(0L);
    }

    /// An attempt that the coordinator of the tests has just reserved.
    public Attempt attempt(long epoch, Attempt.Kind kind, Attempt.Stage stage) {
        return new Attempt(
                epoch,
                COORDINATOR,
                kind,
                stage,
                record.master().map(MasterRecord::node),
                Optional.empty(),
                Optional.empty(),
                "a test",
                0,
                now);
    }

    public SetIntent intent() {
        return new SetIntent(
                "cache",
                replicas,
                durability,
                writeQuorum,
                topology,
                TIMEOUT,
                persistent,
                failoverEnabled,
                revision,
                switchoverTo,
                allowDataLoss);
    }

    public Sight sight() {
        return new Sight(
                record, new ObservedSet(nodes.stream().map(NodeSketch::observed).toList()), intent(), now);
    }
}
