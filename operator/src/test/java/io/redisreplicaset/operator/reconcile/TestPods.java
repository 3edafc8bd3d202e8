package io.redisreplicaset.operator.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.jspecify.annotations.NullMarked;

/// Pods of the set `cache`, as the API server would show them.
@NullMarked
final class TestPods {
    static final String SET_UID = "2f6c0f3e-5f0e-4a54-9d7b-4c9a33a3d0a1";

    private TestPods() {}

    static Pod created(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .withUid("uid-" + name)
                .withResourceVersion("100")
                .addToLabels("redisreplicaset.io/set", "cache")
                .addToLabels("redisreplicaset.io/role", "replica")
                .addToLabels("redisreplicaset.io/revision", "abc")
                .addNewOwnerReference()
                .withUid(SET_UID)
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .build();
    }

    static Pod running(String name) {
        Pod pod = new PodBuilder(created(name))
                .withNewStatus()
                .withPhase("Running")
                .withPodIP("10.244.0.7")
                .addNewContainerStatus()
                .withName("node")
                .withContainerID("containerd://1")
                .withRestartCount(0)
                .endContainerStatus()
                .endStatus()
                .build();
        return withReady(pod, "True");
    }

    static Pod withReady(Pod pod, String status) {
        return new PodBuilder(pod)
                .editStatus()
                .withConditions()
                .addNewCondition()
                .withType("Ready")
                .withStatus(status)
                .endCondition()
                .endStatus()
                .build();
    }

    static Pod deleting(Pod pod, String deadline) {
        return new PodBuilder(pod)
                .editMetadata()
                .withDeletionTimestamp(deadline)
                .endMetadata()
                .build();
    }

    static Pod atVersion(Pod pod, int version) {
        return new PodBuilder(pod)
                .editMetadata()
                .withResourceVersion(String.valueOf(version))
                .endMetadata()
                .build();
    }
}
