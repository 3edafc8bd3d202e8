package io.redisreplicaset.datanode.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.membership.Outcome.Accepted;
import io.redisreplicaset.datanode.membership.Outcome.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A membership with the smallest owner that keeps its contract: effects in order, the disk as a field, time as a
/// field. `effects` remembers what was carried out.
final class NodeUnderTest {
    static final String SET = "set-1";
    static final String SELF = "0".repeat(40);
    static final String ONE = "1".repeat(40);
    static final String TWO = "2".repeat(40);
    static final String THREE = "3".repeat(40);
    static final String FOUR = "4".repeat(40);
    static final List<String> THREE_VOTERS = List.of(SELF, ONE, TWO);
    static final String COORDINATOR = "operator/1";
    static final long SECOND = 1_000_000_000L;
    static final long MARKER_LENGTH = 100;

    final List<Effect> effects = new ArrayList<>();
    boolean diskIsSlow;
    Optional<NodeMeta> disk = Optional.empty();
    NodeMembership node;
    long now = 100 * SECOND;
    long offset;

    private NodeUnderTest(MembershipConfig config, Optional<NodeMeta> disk, LoadedHistory loaded) {
        this.disk = disk;
        NodeMembership.Boot boot = NodeMembership.boot(config, disk, SELF, loaded);
        node = boot.membership();
        offset = loaded.offset();
        carryOut(boot.effects());
    }

    static MembershipConfig config(boolean holdsReplies, boolean closesWhenIsolated) {
        return new MembershipConfig(SET, "cache-0", holdsReplies, closesWhenIsolated, 2 * SECOND, 2 * SECOND);
    }

    static NodeUnderTest async() {
        return new NodeUnderTest(config(false, false), Optional.empty(), LoadedHistory.nothing());
    }

    static NodeUnderTest quorum() {
        return new NodeUnderTest(config(true, false), Optional.empty(), LoadedHistory.nothing());
    }

    static NodeUnderTest closingWhenIsolated() {
        return new NodeUnderTest(config(false, true), Optional.empty(), LoadedHistory.nothing());
    }

    static NodeUnderTest restarted(Optional<NodeMeta> disk, LoadedHistory loaded) {
        return new NodeUnderTest(config(true, false), disk, loaded);
    }

    /// Fenced and promoted in `epoch`, with three voters of which two commit.
    NodeUnderTest asMasterOf(long epoch) {
        fence(epoch);
        promote(epoch);
        effects.clear();
        return this;
    }

    NodeUnderTest asReplicaIn(long epoch) {
        accept(node.follow(SET, epoch, "10.0.0.9", 6379));
        effects.clear();
        return this;
    }

    void fence(long epoch) {
        accept(node.fence(SET, epoch, COORDINATOR, now));
    }

    void promote(long epoch) {
        accept(node.promote(SET, epoch, COORDINATOR, 2, THREE_VOTERS));
    }

    void write() {
        offset += 10;
        node.appended(offset);
    }

    void accept(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Accepted.class);
        carryOut(((Accepted) outcome).effects());
    }

    static String error(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).error();
    }

    void carryOut(List<Effect> asked) {
        for (Effect effect : asked) {
            effects.add(effect);
            switch (effect) {
                case Effect.PersistMeta(NodeMeta meta) -> {
                    if (!diskIsSlow) {
                        finishWriting(meta);
                    }
                }
                case Effect.AppendMarker _ -> {
                    offset += MARKER_LENGTH;
                    carryOut(node.markerAppended(offset, now));
                }
                case Effect.ParkClients _,
                        Effect.ParkWrites _,
                        Effect.ReleaseClients _,
                        Effect.DropClients _,
                        Effect.CloseUpstream _,
                        Effect.ConnectUpstream _,
                        Effect.ShiftReplicationId _,
                        Effect.ExchangeHeartbeats _,
                        Effect.SaveSnapshot _,
                        Effect.Notify _ -> {}
            }
        }
    }

    void finishWriting(NodeMeta meta) {
        disk = Optional.of(meta);
        node.persisted(meta);
    }

    void pass(long nanos) {
        now += nanos;
        carryOut(node.tick(now));
    }

    /// Peers cache-1 and cache-2 with the node ids [#ONE] and [#TWO].
    NodeUnderTest withTwoPeers() {
        accept(node.peers(
                SET,
                List.of(new PeerAddress("cache-1", "10.0.0.1", 6379), new PeerAddress("cache-2", "10.0.0.2", 6379))));
        return this;
    }

    void hear(String peer, String nodeId, long askedAt, long promisedEpoch) {
        carryOut(node.heartbeatAnswered(
                peer, askedAt, new HeartbeatAnswer(nodeId, peer, promisedEpoch, "replica", 1, offset), now));
    }

    void hearMaster(long epoch, long masterOffset) {
        carryOut(node.heartbeatAnswered(
                "cache-1", now, new HeartbeatAnswer(ONE, "cache-1", epoch, "master", epoch, masterOffset), now));
    }

    boolean writesAreOpen() {
        return now < node.writesOpenUntilNanos();
    }

    MembershipStatus status() {
        return node.status(now);
    }

    List<Class<?>> kindsOfEffects() {
        return effects.stream().<Class<?>>map(Effect::getClass).toList();
    }
}
