package io.redisreplicaset.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.SpecYaml;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The objects beside the pods.
final class SetObjectsTest {
    private final RedisReplicaSet set = SpecYaml.set("cache", "{}");

    @Test
    void the_masters_service_follows_the_role_and_the_replicas_theirs() {
        Service master = NodeServices.master(set);
        Service replicas = NodeServices.replicas(set);

        assertThat(master.getMetadata().getName()).isEqualTo("cache");
        assertThat(master.getSpec().getSelector())
                .containsExactly(entry("redisreplicaset.io/set", "cache"), entry("redisreplicaset.io/role", "master"));
        assertThat(replicas.getMetadata().getName()).isEqualTo("cache-ro");
        assertThat(replicas.getSpec().getSelector())
                .containsExactly(entry("redisreplicaset.io/set", "cache"), entry("redisreplicaset.io/role", "replica"));
        assertThat(master.getSpec().getPorts()).singleElement().satisfies(port -> {
            assertThat(port.getName()).isEqualTo("redis");
            assertThat(port.getPort()).isEqualTo(6379);
        });
    }

    @Test
    void nodes_have_names_before_they_are_ready() {
        Service nodes = NodeServices.nodes(set);

        assertThat(nodes.getMetadata().getName()).isEqualTo("cache-nodes");
        assertThat(nodes.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(nodes.getSpec().getPublishNotReadyAddresses()).isTrue();
        assertThat(nodes.getSpec().getSelector()).containsExactly(entry("redisreplicaset.io/set", "cache"));
    }

    @Test
    void the_budget_lets_one_node_of_the_set_go() {
        var spec = DisruptionBudget.budget(set).getSpec();

        assertThat(spec.getMaxUnavailable().getIntVal()).isEqualTo(1);
        assertThat(spec.getMinAvailable()).isNull();
        assertThat(spec.getSelector().getMatchLabels()).containsExactly(entry("redisreplicaset.io/set", "cache"));
    }

    @Test
    void a_set_without_persistence_has_no_claims() {
        assertThat(NodeVolumes.claim(set, 0)).isEmpty();
    }

    @Test
    void a_retained_claim_outlives_the_set_and_another_goes_with_it() {
        assertThat(claim("persistence: {enabled: true, size: 1Gi}")
                        .getMetadata()
                        .getOwnerReferences())
                .isEmpty();
        assertThat(claim("persistence: {enabled: true, size: 1Gi, reclaimPolicy: Delete}")
                        .getMetadata()
                        .getOwnerReferences())
                .hasSize(1);
    }

    @Test
    void a_claim_asks_for_the_size_and_class_of_the_spec() {
        PersistentVolumeClaim claim = claim("persistence: {enabled: true, size: 5Gi, storageClassName: fast}");

        assertThat(claim.getMetadata().getName()).isEqualTo("data-cache-2");
        assertThat(claim.getSpec().getStorageClassName()).isEqualTo("fast");
        assertThat(claim.getSpec().getAccessModes()).containsExactly("ReadWriteOnce");
        assertThat(claim.getSpec().getResources().getRequests().get("storage")).hasToString("5Gi");
        assertThat(claim("persistence: {enabled: true, size: 5Gi}").getSpec().getStorageClassName())
                .isNull();
    }

    @Test
    void the_nodes_account_has_no_token() {
        assertThat(NodeAccount.account(set).getAutomountServiceAccountToken()).isFalse();
    }

    @Test
    void every_object_is_labelled_and_owned() {
        var objects = SampleObjectsTest.objects(set, NodeRole.MASTER, 0);
        objects.add(NodeSecret.generated(set, new Random(1)));

        assertThat(objects).hasSize(7).allSatisfy((HasMetadata object) -> {
            assertThat(object.getMetadata().getNamespace()).isEqualTo("shop");
            assertThat(object.getMetadata().getLabels())
                    .containsEntry("app.kubernetes.io/name", "redisreplicaset")
                    .containsEntry("app.kubernetes.io/instance", "cache")
                    .containsEntry("app.kubernetes.io/component", "data-node")
                    .containsEntry("app.kubernetes.io/managed-by", "redisreplicaset-operator")
                    .containsEntry("redisreplicaset.io/set", "cache");
            assertThat(object.getMetadata().getOwnerReferences()).hasSize(1);
        });
    }

    @Test
    void a_node_is_known_by_its_ordinal_and_by_nothing_like_it() {
        assertThat(Names.ordinal("cache", Names.node("cache", 12))).isEqualTo(OptionalInt.of(12));
        assertThat(Names.ordinal("cache", "cache-01")).isEmpty();
        assertThat(Names.ordinal("cache", "cache-")).isEmpty();
        assertThat(Names.ordinal("cache", "cache-x")).isEmpty();
        assertThat(Names.ordinal("cache", "cache-1-1")).isEmpty();
        assertThat(Names.ordinal("cache", "other-1")).isEmpty();
        assertThat(Names.ordinal("cache", "cache-99999999999")).isEmpty();
    }

    @Test
    void the_selector_of_the_status_is_that_of_the_services() {
        assertThat(Labels.selectorText("cache")).isEqualTo("redisreplicaset.io/set=cache");
    }

    private static PersistentVolumeClaim claim(String spec) {
        return NodeVolumes.claim(SpecYaml.set("cache", spec), 2).orElseThrow();
    }
}
