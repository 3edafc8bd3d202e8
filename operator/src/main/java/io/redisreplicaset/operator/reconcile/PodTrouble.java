package io.redisreplicaset.operator.reconcile;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.redisreplicaset.operator.desired.NodeContainer;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Why a pod does not run, in a sentence that stays the same for as long as the reason does. Pure.
///
/// Who looks after a set asks the set what is wrong with it, and not three pods: so this is told of the set.
final class PodTrouble {
    /// Words of the kubelet for a container that is on its way.
    private static final Set<String> ON_ITS_WAY = Set.of("ContainerCreating", "PodInitializing");

    /// What the exit code of a program that a signal ended lies above.
    private static final int SIGNALS = 128;

    private static final String CRASHES = "CrashLoopBackOff";

    private PodTrouble() {}

    static Optional<String> of(Pod pod) {
        PodStatus status = pod.getStatus();
        if (status == null || pod.getMetadata().getDeletionTimestamp() != null) {
            return Optional.empty();
        }
        String name = pod.getMetadata().getName();
        return unscheduled(status)
                .or(() -> node(status).flatMap(PodTrouble::notRunning))
                .map(why -> name + " " + why);
    }

    private static Optional<String> unscheduled(PodStatus status) {
        return status.getConditions().stream()
                .filter(condition ->
                        "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                .map(PodCondition::getMessage)
                .map(message -> "finds no host: " + message)
                .findFirst();
    }

    private static Optional<ContainerStatus> node(PodStatus status) {
        return status.getContainerStatuses().stream()
                .filter(container -> NodeContainer.NAME.equals(container.getName()))
                .findFirst();
    }

    private static Optional<String> notRunning(ContainerStatus container) {
        ContainerState state = container.getState();
        ContainerStateTerminated ended = state == null ? null : state.getTerminated();
        if (ended != null) {
            return Optional.of(ended(ended));
        }
        ContainerStateWaiting waiting = state == null ? null : state.getWaiting();
        if (waiting == null || waiting.getReason() == null || ON_ITS_WAY.contains(waiting.getReason())) {
            return Optional.empty();
        }
        ContainerState last = container.getLastState();
        ContainerStateTerminated before = last == null ? null : last.getTerminated();
        return Optional.of(
                waiting.getReason().equals(CRASHES) && before != null
                        ? ended(before)
                        : "cannot be started: " + waiting.getReason() + ending(waiting.getMessage()));
    }

    /// What a program says at its end explains it; what it said before it was killed does not.
    private static String ended(ContainerStateTerminated ended) {
        String reason = ended.getReason() == null || ended.getReason().equals("Error") ? "" : ", " + ended.getReason();
        int code = ended.getExitCode();
        return code > SIGNALS
                ? "was ended by signal " + (code - SIGNALS) + reason
                : "ended with code " + code + reason + ending(ended.getMessage());
    }

    /// The last line: the kubelet hands over the end of the log.
    private static String ending(@Nullable String message) {
        return message == null || message.isBlank()
                ? ""
                : ": " + message.strip().lines().toList().getLast();
    }
}
