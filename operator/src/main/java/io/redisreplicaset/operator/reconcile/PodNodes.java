package io.redisreplicaset.operator.reconcile;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.redisreplicaset.operator.coordinator.RuntimeNode;
import io.redisreplicaset.operator.desired.Labels;
import io.redisreplicaset.operator.desired.Names;
import io.redisreplicaset.operator.desired.NodeContainer;
import io.redisreplicaset.operator.desired.NodePorts;
import io.redisreplicaset.operator.topology.Address;
import io.redisreplicaset.operator.topology.NodeRole;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// A pod as the node that it is, for those who decide. Pure.
final class PodNodes {
    private static final String READY = "Ready";
    private static final String TRUE = "True";

    private PodNodes() {}

    /// Whether a pod is a node of this very set: it carries its name, and the set controls it. One that is left over
    /// from an earlier set of the same name is not.
    static boolean isNodeOf(String setName, String setUid, Pod pod) {
        return Names.ordinal(setName, pod.getMetadata().getName()).isPresent() && isControlledBy(setUid, pod);
    }

    private static boolean isControlledBy(String setUid, Pod pod) {
        for (OwnerReference owner : pod.getMetadata().getOwnerReferences()) {
            if (Boolean.TRUE.equals(owner.getController()) && setUid.equals(owner.getUid())) {
                return true;
            }
        }
        return false;
    }

    static RuntimeNode node(Pod pod) {
        return new RuntimeNode(
                pod.getMetadata().getName(),
                address(pod),
                pod.getMetadata().getDeletionTimestamp() != null,
                isReady(pod),
                incarnation(pod),
                label(pod, Labels.REVISION).orElse(""),
                label(pod, Labels.ROLE).flatMap(PodNodes::role));
    }

    /// The pod has ended for good, whatever its policy: it was evicted, or its host was shut down.
    static boolean hasEnded(Pod pod) {
        String phase = phase(pod);
        return phase.equals("Failed") || phase.equals("Succeeded");
    }

    private static Optional<Address> address(Pod pod) {
        PodStatus status = pod.getStatus();
        // The address of a pod that has ended may be another one's by now.
        return status == null || status.getPodIP() == null || status.getPodIP().isEmpty() || hasEnded(pod)
                ? Optional.empty()
                : Optional.of(new Address(status.getPodIP(), NodePorts.REDIS));
    }

    /// Its own probe, and the host under it: the node controller takes the condition away from all pods of a host that
    /// it does not hear from.
    private static boolean isReady(Pod pod) {
        PodStatus status = pod.getStatus();
        return status != null
                && !hasEnded(pod)
                && status.getConditions().stream()
                        .anyMatch(condition -> READY.equals(condition.getType()) && TRUE.equals(condition.getStatus()));
    }

    /// Another one for each container that ever ran in it.
    private static String incarnation(Pod pod) {
        String container = container(pod)
                .map(status -> status.getContainerID() == null ? "" : status.getContainerID())
                .orElse("");
        return pod.getMetadata().getUid() + "/" + container;
    }

    private static Optional<ContainerStatus> container(Pod pod) {
        PodStatus status = pod.getStatus();
        return status == null
                ? Optional.empty()
                : status.getContainerStatuses().stream()
                        .filter(container -> NodeContainer.NAME.equals(container.getName()))
                        .findFirst();
    }

    private static String phase(Pod pod) {
        PodStatus status = pod.getStatus();
        return status == null || status.getPhase() == null ? "" : status.getPhase();
    }

    private static Optional<String> label(Pod pod, String name) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels == null ? Optional.empty() : Optional.ofNullable(labels.get(name));
    }

    private static Optional<NodeRole> role(String word) {
        return Arrays.stream(NodeRole.values())
                .filter(role -> role.word().equals(word))
                .findFirst();
    }
}
