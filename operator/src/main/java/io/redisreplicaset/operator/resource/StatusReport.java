package io.redisreplicaset.operator.resource;

import io.redisreplicaset.operator.api.DataNodeStatus;
import io.redisreplicaset.operator.api.LinkStatus;
import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.api.SetCondition;
import io.redisreplicaset.operator.api.StatusBuilder;
import io.redisreplicaset.operator.failover.FailoverStep;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.ObservedNode;
import io.redisreplicaset.operator.topology.Sight;
import java.util.List;
import java.util.Optional;

/// What users read of a set. The protocol's memory is not touched here ([RecordInStatus] does that), and nothing stands
/// here that moves while the set is at rest, so that a set at rest has nothing to write.
public final class StatusReport {
    private StatusReport() {}

    /// @param status the status as it is stored
    /// @param generation of the spec that the sight's intent was read from
    /// @param selector of the set's pods, as text
    public static RedisReplicaSetStatus of(
            RedisReplicaSetStatus status, Sight sight, FailoverStep step, long generation, String selector) {
        List<ObservedNode> nodes = sight.observed().nodes();
        String revision = sight.intent().revision();
        StatusBuilder builder = status.toBuilder()
                .observedGeneration(generation)
                .phase(step.phase())
                .phaseReason(step.phaseReason())
                .replicas(nodes.size())
                .readyReplicas((int) sight.wantedNodes().stream()
                        .filter(ObservedNode::isReady)
                        .count())
                .selector(selector)
                .revision(revision)
                .updatedReplicas((int) nodes.stream()
                        .filter(node -> node.revision().equals(revision))
                        .count())
                .nodes(nodes.stream().map(node -> node(sight, node)).toList());
        for (SetCondition condition : ConditionReport.of(sight, step, generation)) {
            builder.condition(condition);
        }
        return builder.build();
    }

    private static DataNodeStatus node(Sight sight, ObservedNode node) {
        Optional<NodeStatus> status = sight.fresh(node);
        return new DataNodeStatus(
                node.name(),
                status.flatMap(known -> NodeRole.of(known.role().word())).orElse(null),
                status.flatMap(NodeStatus::upstream)
                        .map(address -> sight.observed().nameAt(address))
                        .orElse(null),
                node.isReady(),
                status.flatMap(known -> LinkStatus.of(known.linkStatus().word()))
                        .orElse(null),
                status.filter(NodeStatus::intact).isPresent(),
                node.revision(),
                status.map(NodeStatus::nodeId).orElse(null),
                status.map(NodeStatus::runId).orElse(null));
    }
}
