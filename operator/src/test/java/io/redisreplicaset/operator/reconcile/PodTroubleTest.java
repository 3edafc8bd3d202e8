package io.redisreplicaset.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PodTroubleTest {
    @Test
    void a_running_pod_has_none() {
        assertThat(PodTrouble.of(TestPods.running("cache-1"))).isEmpty();
    }

    @Test
    void a_pod_on_its_way_has_none() {
        assertThat(PodTrouble.of(TestPods.created("cache-1"))).isEmpty();
        assertThat(PodTrouble.of(waiting("ContainerCreating", null))).isEmpty();
    }

    @Test
    void a_node_that_refuses_its_configuration_is_quoted() {
        assertThat(PodTrouble.of(
                        crashed("CrashLoopBackOff", 1, "Error", "starting\nrrs-node: maxmemory: no such unit\n")))
                .contains("cache-1 ended with code 1: rrs-node: maxmemory: no such unit");
    }

    @Test
    void a_node_that_needs_more_memory_than_it_may_have_says_so() {
        assertThat(PodTrouble.of(crashed("CrashLoopBackOff", 137, "OOMKilled", "saved a snapshot")))
                .contains("cache-1 was ended by signal 9, OOMKilled");
    }

    @Test
    void the_same_reason_is_the_same_sentence_however_long_the_kubelet_waits() {
        Pod first = crashed("CrashLoopBackOff", 1, "Error", "no");
        Pod later = new PodBuilder(first)
                .editStatus()
                .editFirstContainerStatus()
                .withRestartCount(9)
                .endContainerStatus()
                .endStatus()
                .build();

        assertThat(PodTrouble.of(later)).isEqualTo(PodTrouble.of(first));
    }

    @Test
    void an_image_that_cannot_be_had_is_named() {
        assertThat(PodTrouble.of(waiting("ImagePullBackOff", "Back-off pulling image \"node:9\"")))
                .contains("cache-1 cannot be started: ImagePullBackOff: Back-off pulling image \"node:9\"");
    }

    @Test
    void a_pod_that_finds_no_host_says_why() {
        Pod pod = new PodBuilder(TestPods.created("cache-1"))
                .editStatus()
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withMessage("0/3 nodes are available: 3 Insufficient memory.")
                .endCondition()
                .endStatus()
                .build();

        assertThat(PodTrouble.of(pod))
                .contains("cache-1 finds no host: 0/3 nodes are available: 3 Insufficient memory.");
    }

    @Test
    void a_pod_that_is_on_its_way_out_is_nobodys_trouble() {
        assertThat(PodTrouble.of(
                        TestPods.deleting(crashed("CrashLoopBackOff", 1, "Error", "no"), "2026-11-25T12:00:00Z")))
                .isEmpty();
    }

    private static Pod waiting(String reason, @Nullable String message) {
        return with(new ContainerStatusBuilder()
                .withName("node")
                .withNewState()
                .withNewWaiting(message, reason)
                .endState());
    }

    private static Pod crashed(String reason, int exitCode, String why, @Nullable String message) {
        return with(new ContainerStatusBuilder()
                .withName("node")
                .withNewState()
                .withNewWaiting("back-off 40s restarting failed container", reason)
                .endState()
                .withNewLastState()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(why)
                .withMessage(message)
                .endTerminated()
                .endLastState());
    }

    private static Pod with(ContainerStatusBuilder container) {
        return new PodBuilder(TestPods.created("cache-1"))
                .editStatus()
                .withContainerStatuses(container.build())
                .endStatus()
                .build();
    }
}
