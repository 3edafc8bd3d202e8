package io.redisreplicaset.operator.topology;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Everything that a decision rests on, at one moment of the coordinator's clock.
public record Sight(SetRecord record, ObservedSet observed, SetIntent intent, Instant now) {
    public Sight with(SetRecord otherRecord) {
        return new Sight(otherRecord, observed, intent, now);
    }

    /// A node's status, where it is fresh enough to act on: not older than the detection timeout.
    public Optional<NodeStatus> fresh(ObservedNode node) {
        return node.freshStatus(now, intent.detectionTimeout());
    }

    public Optional<NodeStatus> fresh(Voter voter) {
        return observed.disk(voter).flatMap(this::fresh);
    }

    public Optional<NodeStatus> fresh(String name) {
        return observed.node(name).flatMap(this::fresh);
    }

    /// The status of the recorded master, where it says itself that it is that master.
    public Optional<NodeStatus> servingMaster() {
        return record.master()
                .flatMap(master -> fresh(master.node()).filter(status -> status.isMasterOf(master.epoch())));
    }

    /// A replica that holds the present epoch's history and follows it.
    public boolean isSynced(NodeStatus status) {
        long epoch = record.master().map(MasterRecord::epoch).orElse(0L);
        return status.role() == NodeRole.REPLICA && status.synced() && status.historyEpoch() == epoch;
    }

    /// How many of the group hold the present epoch: the master itself and its synced replicas.
    public long holders(VoterGroup group) {
        return group.voters().stream()
                .filter(voter -> fresh(voter)
                        .filter(status -> isSynced(status)
                                || record.master()
                                        .filter(master -> master.node().equals(voter))
                                        .isPresent())
                        .isPresent())
                .count();
    }

    /// Its disk is gone: its name answers for another one.
    public boolean isGone(Voter voter) {
        return observed.node(voter.name())
                .flatMap(node -> node.status().known())
                .filter(status -> !status.nodeId().equals(voter.nodeId()))
                .isPresent();
    }

    public boolean wasRefusedLately(ObservedNode node, String command) {
        return node.refusal()
                .filter(refusal -> refusal.command().equals(command)
                        && refusal.at().plus(Deadlines.COMMAND_RETRY).isAfter(now))
                .isPresent();
    }

    /// The names that exist and are wanted.
    public List<ObservedNode> wantedNodes() {
        return observed.nodes().stream()
                .filter(node -> intent.wants(node.name()))
                .toList();
    }
}
