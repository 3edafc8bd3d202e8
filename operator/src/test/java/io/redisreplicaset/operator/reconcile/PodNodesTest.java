package io.redisreplicaset.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.redisreplicaset.operator.coordinator.RuntimeNode;
import io.redisreplicaset.operator.topology.Address;
import io.redisreplicaset.operator.topology.NodeRole;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PodNodesTest {
    @Test
    void a_running_pod_is_a_node_with_an_address() {
        assertThat(PodNodes.node(TestPods.running("cache-1")))
                .isEqualTo(new RuntimeNode(
                        "cache-1",
                        Optional.of(new Address("10.244.0.7", 6379)),
                        false,
                        true,
                        "uid-cache-1/containerd://1",
                        "abc",
                        Optional.of(NodeRole.REPLICA)));
    }

    @Test
    void a_pod_that_was_just_made_is_a_node_without_one() {
        RuntimeNode node = PodNodes.node(TestPods.created("cache-1"));

        assertThat(node.address()).isEmpty();
        assertThat(node.ready()).isFalse();
        assertThat(node.incarnation()).isEqualTo("uid-cache-1/");
    }

    @Test
    void a_container_that_was_started_again_is_another_incarnation() {
        Pod again = new PodBuilder(TestPods.running("cache-1"))
                .editStatus()
                .editFirstContainerStatus()
                .withContainerID("containerd://2")
                .withRestartCount(1)
                .endContainerStatus()
                .endStatus()
                .build();

        assertThat(PodNodes.node(again).incarnation())
                .isNotEqualTo(PodNodes.node(TestPods.running("cache-1")).incarnation());
    }

    @Test
    void a_pod_on_a_host_that_is_not_heard_from_is_not_ready() {
        Pod lost = TestPods.withReady(TestPods.running("cache-1"), "Unknown");

        assertThat(PodNodes.node(lost).ready()).isFalse();
    }

    @Test
    void a_pod_that_is_being_deleted_keeps_its_address() {
        RuntimeNode node = PodNodes.node(TestPods.deleting(TestPods.running("cache-1"), "2026-11-25T12:00:30Z"));

        assertThat(node.deleting()).isTrue();
        assertThat(node.address()).isPresent();
    }

    @Test
    void a_pod_that_was_evicted_has_no_address_and_is_not_ready() {
        Pod evicted = new PodBuilder(TestPods.running("cache-1"))
                .editStatus()
                .withPhase("Failed")
                .withReason("Evicted")
                .endStatus()
                .build();

        assertThat(PodNodes.hasEnded(evicted)).isTrue();
        assertThat(PodNodes.node(evicted).address()).isEmpty();
        assertThat(PodNodes.node(evicted).ready()).isFalse();
    }

    @Test
    void a_role_of_a_newer_release_is_none() {
        Pod odd = new PodBuilder(TestPods.running("cache-1"))
                .editMetadata()
                .addToLabels("redisreplicaset.io/role", "arbiter")
                .endMetadata()
                .build();

        assertThat(PodNodes.node(odd).label()).isEmpty();
    }

    @Test
    void only_a_pod_that_the_very_set_controls_is_its_node() {
        Pod pod = TestPods.running("cache-1");

        assertThat(PodNodes.isNodeOf("cache", TestPods.SET_UID, pod)).isTrue();
        assertThat(PodNodes.isNodeOf("cache", "an earlier set", pod)).isFalse();
        assertThat(PodNodes.isNodeOf("cache", TestPods.SET_UID, TestPods.running("cache-debug")))
                .isFalse();
        assertThat(PodNodes.isNodeOf("cach", TestPods.SET_UID, pod)).isFalse();
    }
}
