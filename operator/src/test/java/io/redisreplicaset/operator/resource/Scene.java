package io.redisreplicaset.operator.resource;

import io.redisreplicaset.operator.api.Durability;
import io.redisreplicaset.operator.api.TopologyType;
import io.redisreplicaset.operator.failover.CoordinatorMemory;
import io.redisreplicaset.operator.failover.FailoverMachine;
import io.redisreplicaset.operator.failover.FailoverStep;
import io.redisreplicaset.operator.topology.Attempt;
import io.redisreplicaset.operator.topology.MasterRecord;
import io.redisreplicaset.operator.topology.ObservedSet;
import io.redisreplicaset.operator.topology.SetIntent;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Sight;
import io.redisreplicaset.operator.topology.VoterGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A set `cache` of three nodes and one voter each, as a coordinator sees it: node 0 is master of epoch 1.
public record Scene(Sight sight) {
    static final String SET = "cache";
    static final String REVISION = "0123456789";

    /// Ten in the morning, by the coordinator's clock.
    public static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    public static Scene of(SceneNode... nodes) {
        return at(NOW, nodes);
    }

    public static Scene at(Instant now, SceneNode... nodes) {
        List<SceneNode> all = Arrays.asList(nodes);
        ObservedSet observed = new ObservedSet(all.stream()
                .filter(SceneNode::exists)
                .map(node -> node.observed(now))
                .toList());
        return new Scene(new Sight(record(), observed, intent(3), now));
    }

    public static Scene atRest() {
        return of(SceneNode.master(0), SceneNode.replica(1), SceneNode.replica(2));
    }

    public static SetIntent intent(int replicas) {
        return new SetIntent(
                SET,
                replicas,
                Durability.ASYNC,
                OptionalInt.empty(),
                TopologyType.STAR,
                Duration.ofSeconds(2),
                true,
                true,
                REVISION,
                Optional.empty(),
                OptionalLong.empty());
    }

    private static SetRecord record() {
        VoterGroup voters = new VoterGroup(
                List.of(
                        SceneNode.master(0).voter(),
                        SceneNode.replica(1).voter(),
                        SceneNode.replica(2).voter()),
                2);
        return new SetRecord(
                "7",
                1,
                1,
                1,
                voters,
                Optional.empty(),
                Optional.of(new MasterRecord(SceneNode.master(0).voter(), 1)),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty());
    }

    public Scene with(SetRecord record) {
        return new Scene(sight.with(record));
    }

    public Scene with(Attempt attempt) {
        return with(sight.record().withAttempt(Optional.of(attempt)));
    }

    public Scene wanting(int replicas) {
        return new Scene(new Sight(sight.record(), sight.observed(), intent(replicas), sight.now()));
    }

    /// What the machine makes of it.
    public FailoverStep step() {
        return FailoverMachine.step(sight, CoordinatorMemory.fresh("somebody", sight.now()));
    }
}
