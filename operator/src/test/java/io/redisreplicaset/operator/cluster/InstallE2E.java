package io.redisreplicaset.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

/// From nothing to a set, and back to nothing, as a newcomer goes.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class InstallE2E {
    @RegisterExtension
    static final KubernetesCluster CLUSTER = new KubernetesCluster();

    private final UserSet set = CLUSTER.set("cache");

    @Test
    @Order(1)
    void the_sample_becomes_a_running_set() throws IOException, InterruptedException {
        CLUSTER.kubectl("apply", "--filename", "config/samples/cache.yaml");

        set.awaitRunning(3);

        assertThat(set.reasons()).contains("NodeCreated", "MasterElected");
    }

    @Test
    @Order(2)
    void its_columns_say_what_there_is() throws IOException, InterruptedException {
        List<String> rows =
                CLUSTER.kubectl("get", "rrs", "--output", "wide").lines().toList();

        assertThat(words(rows.getFirst()))
                .containsExactly(
                        "NAME",
                        "REPLICAS",
                        "READY",
                        "MASTER",
                        "PHASE",
                        "AGE",
                        "EPOCH",
                        "DURABILITY",
                        "TOPOLOGY",
                        "LAST-FAILOVER");
        assertThat(words(rows.get(1)))
                .startsWith("cache", "3", "3", "cache-0", "Running")
                .contains("Async", "Star");
    }

    @Test
    @Order(3)
    void describe_tells_what_happened_and_never_the_password() throws IOException, InterruptedException {
        String described = CLUSTER.kubectl("describe", "rrs", "cache");

        assertThat(described)
                .contains("MasterElected", "redisreplicaset-operator", "cache-0 is master of epoch 1")
                .doesNotContain(set.password());
        assertThat(CLUSTER.operator().log()).doesNotContain(set.password());
    }

    @Test
    @Order(4)
    void its_services_lead_to_the_master_and_to_the_replicas() {
        try (Jedis master = set.connect()) {
            assertThat(master.set("hello", "world")).isEqualTo("OK");
            assertThat(master.info("replication")).contains("role:master", "connected_slaves:2");
        }
        assertThat(endpoints("cache")).containsExactly("cache-0");
        assertThat(endpoints("cache-ro")).containsExactlyInAnyOrder("cache-1", "cache-2");
        assertThat(endpoints("cache-nodes")).containsExactlyInAnyOrder("cache-0", "cache-1", "cache-2");
    }

    @Test
    @Order(5)
    void what_somebody_changes_or_deletes_is_put_back() throws IOException, InterruptedException {
        CLUSTER.kubectl("delete", "service", "cache-ro");
        CLUSTER.kubectl("patch", "service", "cache", "--type", "merge", "--patch", """
                {"spec": {"selector": {"redisreplicaset.io/role": "replica"}}}""");

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(endpoints("cache")).containsExactly("cache-0");
            assertThat(endpoints("cache-ro")).containsExactlyInAnyOrder("cache-1", "cache-2");
        });
    }

    @Test
    @Order(6)
    void a_set_at_rest_is_looked_at_once_a_minute_and_nothing_is_written() {
        InstalledOperator operator = CLUSTER.operator();
        Duration silence = Duration.ofSeconds(65);
        // What the tests before this one began is over when nothing is written any more.
        await().atMost(UserSet.PATIENCE)
                .pollInterval(Duration.ofSeconds(5))
                .until(() -> operator.metric("rrs_operator_writes_total"), new SameTwice()::isMet);
        double writes = operator.metric("rrs_operator_writes_total");
        double reconciles = operator.metric("rrs_operator_reconcile_duration_seconds_count");
        String version = set.resource().get().getMetadata().getResourceVersion();

        await().pollDelay(silence)
                .timeout(silence.plusSeconds(10))
                .untilAsserted(() ->
                        assertThat(operator.metric("rrs_operator_writes_total")).isEqualTo(writes));

        assertThat(set.resource().get().getMetadata().getResourceVersion()).isEqualTo(version);
        assertThat(operator.metric("rrs_operator_reconcile_duration_seconds_count") - reconciles)
                .isBetween(1.0, 3.0 * CLUSTER.setCount());
        long megabytes = operator.workingSetBytes() / 1024 / 1024;
        System.out.println("figure  operator at rest: " + megabytes + " MiB");
        assertThat(megabytes).as("the limit that the chart gives it, in MiB").isBetween(1L, 256L);
    }

    @Test
    @Order(7)
    void a_wrong_spec_is_refused_with_the_fields_name() {
        assertThatThrownBy(() -> CLUSTER.set("wrong").apply("{replicas: 2, durability: Quorum}"))
                .hasMessageContaining("spec.durability")
                .hasMessageContaining("Quorum needs 3 replicas or more");
        assertThatThrownBy(() -> CLUSTER.set("wrong").apply("config: {requirepass: secret}"))
                .hasMessageContaining("spec.config");
        assertThatThrownBy(() -> set.patch("{\"persistence\": {\"enabled\": true, \"size\": \"1Gi\"}}"))
                .hasMessageContaining("persistence.enabled");
    }

    @Test
    @Order(8)
    void a_paused_set_is_left_alone_until_it_is_resumed() throws IOException, InterruptedException {
        set.patch("{\"paused\": true}");
        await().untilAsserted(
                        () -> assertThat(CLUSTER.kubectl("get", "rrs", "cache")).contains("Paused"));

        CLUSTER.kubectl("delete", "pod", "cache-2", "--now");
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(set.pods()).hasSize(2));
        set.patch("{\"paused\": false}");

        set.awaitRunning(3);
        assertThat(set.reasons()).contains("Paused", "Resumed");
    }

    @Test
    @Order(9)
    void of_a_deleted_set_nothing_is_left() throws IOException, InterruptedException {
        CLUSTER.kubectl("delete", "rrs", "cache");

        await().atMost(UserSet.PATIENCE)
                .untilAsserted(() -> assertThat(leftovers()).isEmpty());
    }

    private static List<String> words(String row) {
        return List.of(row.strip().split("\\s+", -1));
    }

    private static List<String> endpoints(String service) {
        return CLUSTER
                .client()
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(CLUSTER.namespace())
                .withLabel("kubernetes.io/service-name", service)
                .list()
                .getItems()
                .stream()
                .flatMap(slice -> slice.getEndpoints().stream())
                .map(endpoint -> endpoint.getTargetRef().getName())
                .toList();
    }

    private static List<String> leftovers() {
        var client = CLUSTER.client();
        String namespace = CLUSTER.namespace();
        return Stream.of(
                        client.pods().inNamespace(namespace).list().getItems(),
                        client.services().inNamespace(namespace).list().getItems(),
                        client.secrets().inNamespace(namespace).list().getItems(),
                        client.serviceAccounts()
                                .inNamespace(namespace)
                                .withLabel("redisreplicaset.io/set")
                                .list()
                                .getItems(),
                        client.policy()
                                .v1()
                                .podDisruptionBudget()
                                .inNamespace(namespace)
                                .list()
                                .getItems(),
                        client.persistentVolumeClaims()
                                .inNamespace(namespace)
                                .list()
                                .getItems())
                .flatMap(List::stream)
                .map(HasMetadata.class::cast)
                .map(object -> object.getKind() + "/" + object.getMetadata().getName())
                .toList();
    }
}
