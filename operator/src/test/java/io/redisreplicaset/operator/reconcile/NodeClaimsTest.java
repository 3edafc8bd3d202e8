package io.redisreplicaset.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.redisreplicaset.operator.api.SpecYaml;
import io.redisreplicaset.operator.desired.NodeVolumes;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NodeClaimsTest {
    @Test
    void a_claim_as_it_should_be_is_left_alone() {
        assertThat(NodeClaims.difference(claim("size: 1Gi"), claim("size: 1024Mi")))
                .isEmpty();
    }

    @Test
    void a_larger_size_is_asked_for() {
        assertThat(NodeClaims.difference(claim("size: 2Gi"), claim("size: 1Gi")))
                .isEqualTo(Map.of("spec", Map.of("resources", Map.of("requests", Map.of("storage", "2Gi")))));
    }

    @Test
    void a_smaller_size_is_not() {
        assertThat(NodeClaims.difference(claim("size: 1Gi"), claim("size: 2Gi")))
                .isEmpty();
    }

    @Test
    void a_claim_that_is_to_go_with_the_set_gets_its_owner() {
        assertThat(NodeClaims.difference(claim("size: 1Gi, reclaimPolicy: Delete"), claim("size: 1Gi")))
                .containsOnlyKeys("metadata");
    }

    private static PersistentVolumeClaim claim(String persistence) {
        return NodeVolumes.claim(SpecYaml.set("cache", "persistence: {enabled: true, " + persistence + "}"), 0)
                .orElseThrow();
    }
}
