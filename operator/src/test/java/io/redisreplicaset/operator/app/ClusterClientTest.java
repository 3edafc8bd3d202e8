package io.redisreplicaset.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import org.junit.jupiter.api.Test;

final class ClusterClientTest {
    private final KubernetesSerialization serialization = ClusterClient.serialization();

    @Test
    void managed_fields_are_not_kept() {
        Pod pod = serialization.unmarshal("""
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "cache-0", "labels": {"a": "b"},
                 "managedFields": [{"manager": "kubelet", "operation": "Update"}]}}""", Pod.class);

        assertThat(pod.getMetadata().getManagedFields()).isEmpty();
        assertThat(pod.getMetadata().getAdditionalProperties()).isEmpty();
        assertThat(pod.getMetadata().getLabels()).containsEntry("a", "b");
    }

    @Test
    void a_spec_that_cannot_be_read_does_not_become_a_good_one() {
        RedisReplicaSet set = serialization.unmarshal("""
                {"apiVersion": "redisreplicaset.io/v1alpha1", "kind": "RedisReplicaSet", "metadata": {"name": "cache"},
                 "spec": {"replicas": "three"}}""", RedisReplicaSet.class);

        assertThat(set.getSpec().unreadable()).isNotEmpty();
    }
}
