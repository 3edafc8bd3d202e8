package io.redisreplicaset.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final String WRITES = "rrs_operator_writes_total";
    private static final String RECONCILES = "rrs_operator_reconcile_duration_seconds_count";

    /// Longer than a set at rest is left alone.
    private static final Duration SILENCE = Duration.ofSeconds(65);

    private static final int WINDOWS = 3;

    @RegisterExtension
    static final KubernetesCluster CLUSTER = new KubernetesCluster();

    private final UserSet set = CLUSTER.set("cache");

    @Test
    @Order(1)
    void the_sample_becomes_a_running_set() throws IOException, InterruptedException {
        CLUSTER.kubectl("apply", "--filename", "config/samples/cache.yaml");

        set.awaitRunning(3);

        set.awaitReasons("NodeCreated", "MasterElected");
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
                .startsWith("cache", "3", "3", set.master(), "Running")
                .contains("Async", "Star");
    }

    @Test
    @Order(3)
    void describe_tells_what_happened_and_never_the_password() throws IOException, InterruptedException {
        String described = CLUSTER.kubectl("describe", "rrs", "cache");

        assertThat(described)
                .contains(
                        "MasterElected",
                        "redisreplicaset-operator",
                        set.master() + " is master of epoch " + set.status().masterEpoch())
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
        await().atMost(UserSet.PATIENCE).untilAsserted(() -> {
            assertServicesLeadWhereTheyShould();
            assertThat(endpoints("cache-nodes")).containsExactlyInAnyOrder("cache-0", "cache-1", "cache-2");
        });
    }

    @Test
    @Order(5)
    void what_somebody_changes_or_deletes_is_put_back() throws IOException, InterruptedException {
        String deleted = service("cache-ro").getMetadata().getUid();
        CLUSTER.kubectl("delete", "service", "cache-ro");
        CLUSTER.kubectl("patch", "service", "cache", "--type", "merge", "--patch", """
                {"spec": {"selector": {"redisreplicaset.io/role": "replica"}}}""");

        // First the Services: the endpoints are for a moment what they were before.
        await().atMost(UserSet.PATIENCE).untilAsserted(() -> {
            assertThat(service("cache-ro")).isNotNull();
            assertThat(service("cache-ro").getMetadata().getUid()).isNotEqualTo(deleted);
            assertThat(service("cache").getSpec().getSelector()).containsEntry("redisreplicaset.io/role", "master");
        });
        await().atMost(UserSet.PATIENCE).untilAsserted(this::assertServicesLeadWhereTheyShould);
    }

    @Test
    @Order(6)
    void a_set_at_rest_is_looked_at_once_a_minute_and_nothing_is_written() {
        // One reply that comes late is written down. An operator that writes by itself does so in every window.
        List<Window> windows = new ArrayList<>();
        do {
            windows.add(window());
        } while (windows.size() < WINDOWS && !windows.getLast().isSilent());

        assertThat(windows).as("windows of " + SILENCE).anyMatch(Window::isSilent);
        InstalledOperator operator = CLUSTER.operator();
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
        await().atMost(UserSet.PATIENCE)
                .untilAsserted(
                        () -> assertThat(CLUSTER.kubectl("get", "rrs", "cache")).contains("Paused"));

        CLUSTER.kubectl("delete", "pod", "cache-2", "--now");
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(set.pods()).hasSize(2));
        set.patch("{\"paused\": false}");

        set.awaitRunning(3);
        set.awaitReasons("Paused", "Resumed");
    }

    @Test
    @Order(9)
    void of_a_deleted_set_nothing_is_left() throws IOException, InterruptedException {
        CLUSTER.kubectl("delete", "rrs", "cache");

        await().atMost(UserSet.PATIENCE)
                .untilAsserted(() -> assertThat(leftovers()).isEmpty());
    }

    /// What the operator did for as long as that: writes, looks at sets, and whether this set is as it was.
    private record Window(double writes, double reconciles, boolean isSetTheSame) {
        boolean isSilent() {
            return writes == 0 && isSetTheSame && reconciles >= 1 && reconciles <= 3.0 * CLUSTER.setCount();
        }
    }

    private Window window() {
        InstalledOperator operator = CLUSTER.operator();
        // What was begun before is over when nothing is written any more.
        await().atMost(UserSet.PATIENCE)
                .pollInterval(Duration.ofSeconds(5))
                .until(() -> operator.metric(WRITES), new SameTwice()::isMet);
        double writes = operator.metric(WRITES);
        double reconciles = operator.metric(RECONCILES);
        String version = version();

        double writesAfter = await().pollDelay(SILENCE)
                .timeout(SILENCE.plus(UserSet.PATIENCE))
                .until(() -> operator.metric(WRITES), _ -> true);

        return new Window(
                writesAfter - writes,
                operator.metric(RECONCILES) - reconciles,
                version().equals(version));
    }

    private String version() {
        return set.resource().get().getMetadata().getResourceVersion();
    }

    private static Service service(String name) {
        return CLUSTER.client()
                .services()
                .inNamespace(CLUSTER.namespace())
                .withName(name)
                .get();
    }

    private void assertServicesLeadWhereTheyShould() {
        String master = set.master();
        assertThat(endpoints("cache")).containsExactly(master);
        assertThat(endpoints("cache-ro"))
                .containsExactlyInAnyOrderElementsOf(Stream.of("cache-0", "cache-1", "cache-2")
                        .filter(node -> !node.equals(master))
                        .toList());
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
