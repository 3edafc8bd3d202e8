package io.redisreplicaset.operator.app;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.redisreplicaset.operator.ApiServer;
import io.redisreplicaset.operator.CommittedFile;
import io.redisreplicaset.operator.api.ConditionStatus;
import io.redisreplicaset.operator.api.ConditionType;
import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetSpec;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.api.SpecYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The operator as it is shipped, over a real API server and real data nodes; only the kubelet is ours.
final class OperatorIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration SILENCE = Duration.ofSeconds(3);
    private static final int FRESH_OPERATORS = 3;
    private static final Path NODE = CommittedFile.repository().resolve("datanode/target/dist/bin/rrs-node");
    private static int namespaces;

    @RegisterExtension
    static final ApiServer SERVER = new ApiServer();

    @TempDir
    private Path disks;

    private final String namespace = "operated-" + ++namespaces;
    private FakeKubelet kubelet;
    private OperatorProcess operator;

    @BeforeAll
    static void serveTheResource() {
        applyCrd(crd());
    }

    @BeforeEach
    void start() throws IOException {
        client().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        kubelet = new FakeKubelet(client(), namespace, NODE, disks);
        operator = operator("operator-1");
    }

    @AfterEach
    void stop() throws IOException {
        operator.close();
        kubelet.close();
    }

    @Test
    void makes_a_set_and_comes_to_rest() throws IOException, InterruptedException {
        create("{replicas: 3}");
        awaitRunning();

        // Where the last node is late, a majority elects another one than the first.
        Map<String, String> wanted =
                new TreeMap<>(Map.of("cache-0", "replica", "cache-1", "replica", "cache-2", "replica"));
        wanted.put(master(), "master");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(roles()).isEqualTo(wanted));
        // A reply that comes late takes one of them away for a moment.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(status().conditions())
                        .filteredOn(condition -> condition.status() == ConditionStatus.TRUE)
                        .extracting(condition -> condition.type())
                        .containsExactlyInAnyOrder(
                                ConditionType.ACCEPTED,
                                ConditionType.READY,
                                ConditionType.MASTER_AVAILABLE,
                                ConditionType.REPLICATION_HEALTHY,
                                ConditionType.QUORUM_MET));
        assertNothingIsWritten();
    }

    @Test
    void a_master_that_dies_is_replaced_and_comes_back_as_a_replica() throws IOException, InterruptedException {
        create("{replicas: 3}");
        awaitRunning();
        String killed = master();

        kubelet.kill(killed);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(master()).isNotEqualTo(killed));
        awaitRunning();
        // The label says fenced until the node was seen following.
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(roles()).containsEntry(killed, "replica").containsEntry(master(), "master"));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(reasons()).contains("FailoverStarted", "FailoverCompleted", "NodeRestarted"));
        assertNothingIsWritten();
    }

    @Test
    void another_operator_finds_nothing_to_do() throws IOException, InterruptedException {
        create("{replicas: 3}");
        awaitRunning();

        // One reply that comes late makes a fact unknown, and that is written down. An operator that always finds
        // something to do finds it each time.
        boolean hasFoundNothing = false;
        for (int fresh = 1; fresh <= FRESH_OPERATORS && !hasFoundNothing; fresh++) {
            assertNothingIsWritten();
            operator.close();
            Map<String, String> before = versions();
            operator = operator("operator-" + (fresh + 1));
            awaitMetrics("rrs_operator_set_nodes_ready{namespace=\"" + namespace + "\",set=\"cache\"}");
            hasFoundNothing =
                    await().pollDelay(SILENCE).until(this::versions, _ -> true).equals(before);
        }

        assertThat(hasFoundNothing).as("one of them changes nothing").isTrue();
    }

    @Test
    void two_operators_at_once_make_one_master() throws IOException {
        OperatorProcess other = operator("operator-2");
        try {
            create("{replicas: 3}");
            awaitRunning();
            for (int round = 0; round < 3; round++) {
                String master = master();
                kubelet.kill(master);
                await().atMost(PATIENCE).until(() -> !master.equals(status().master()));
                awaitRunning();
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(roles().values()).containsExactlyInAnyOrder("master", "replica", "replica"));
            }
        } finally {
            other.close();
        }
    }

    @Test
    void a_spec_that_slipped_through_is_refused_and_nothing_is_touched() throws IOException, InterruptedException {
        applyCrd(withoutRules(crd()));
        try {
            // Without the rules the API server takes time to take it.
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                create("{replicas: 2, config: {requirepass: secret}}");
                return true;
            });

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(status().phase()).isEqualTo(Phase.INVALID));
            assertThat(status().conditions()).singleElement().satisfies(condition -> {
                assertThat(condition.type()).isEqualTo(ConditionType.ACCEPTED);
                assertThat(condition.status()).isEqualTo(ConditionStatus.FALSE);
                assertThat(condition.message()).startsWith("spec.config[requirepass]: wanted");
            });
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(reasons()).containsExactly("SpecRejected"));
            assertThat(objects()).isEmpty();
            assertNothingIsWritten();

            edit("{replicas: 3}");
            awaitRunning();
        } finally {
            applyCrd(crd());
        }
    }

    @Test
    void an_object_that_is_somebody_elses_is_not_taken_over() {
        var foreign = new ServiceBuilder()
                .withNewMetadata()
                .withName("cache")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withSelector(Map.of("app", "shop"))
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
        client().resource(foreign).create();
        create("{replicas: 3}");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(reasons()).contains("ReconcileFailed"));
        assertThat(client().resource(foreign).get().getSpec().getSelector()).isEqualTo(Map.of("app", "shop"));

        client().resource(foreign).delete();
        awaitRunning();
    }

    @Test
    void health_and_metrics_are_served() throws IOException, InterruptedException {
        create("{replicas: 1}");
        awaitRunning();

        assertThat(get("/readyz")).isEqualTo("ok\n");
        awaitMetrics(
                "rrs_operator_set_nodes_ready{namespace=\"" + namespace + "\",set=\"cache\"} 1.0",
                "rrs_operator_failovers_total{kind=\"bootstrap\",outcome=\"completed\"} 1.0");
    }

    // ------------------------------------------------------------------ what is looked at

    /// A window without a write comes, though perhaps not the first: what was last begun may still be on its way to the
    /// API server, and one reply that comes late is written down as well.
    private void assertNothingIsWritten() {
        await("a window without a write")
                .atMost(PATIENCE)
                .pollDelay(ZERO)
                .pollInterval(SILENCE)
                .until(() -> versions() + writes(), new Stillness()::holds);
    }

    /// They are counted a moment after what they count was written.
    private void awaitMetrics(String... lines) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(get("/metrics")).contains(lines));
    }

    private static final class Stillness {
        private String last = "";

        boolean holds(String now) {
            boolean isSame = now.equals(last);
            last = now;
            return isSame;
        }
    }

    private String writes() throws IOException, InterruptedException {
        return String.join(
                "\n",
                get("/metrics")
                        .lines()
                        .filter(line -> line.startsWith("rrs_operator_writes_total"))
                        .toList());
    }

    private String get(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operator.port() + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /// Of every object that the operator may write.
    private Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        Stream.concat(objects().stream(), Stream.of(set().get()))
                .forEach(object -> versions.put(
                        object.getKind() + "/" + object.getMetadata().getName(),
                        object.getMetadata().getResourceVersion()));
        return versions;
    }

    private List<HasMetadata> objects() {
        return Stream.of(
                        client().pods().inNamespace(namespace).list().getItems(),
                        client().services().inNamespace(namespace).list().getItems(),
                        client().secrets().inNamespace(namespace).list().getItems(),
                        client().serviceAccounts().inNamespace(namespace).list().getItems(),
                        client().policy()
                                .v1()
                                .podDisruptionBudget()
                                .inNamespace(namespace)
                                .list()
                                .getItems())
                .<HasMetadata>flatMap(List::stream)
                .toList();
    }

    private Map<String, String> roles() {
        Map<String, String> roles = new TreeMap<>();
        for (Pod pod : client().pods().inNamespace(namespace).list().getItems()) {
            roles.put(
                    pod.getMetadata().getName(),
                    String.valueOf(pod.getMetadata().getLabels().get("redisreplicaset.io/role")));
        }
        return roles;
    }

    private Set<String> reasons() {
        return client().v1().events().inNamespace(namespace).list().getItems().stream()
                .map(event -> event.getReason())
                .collect(Collectors.toSet());
    }

    private RedisReplicaSetStatus status() {
        return set().get().getStatus();
    }

    private String master() {
        return Objects.requireNonNull(status().master(), "there is a master");
    }

    private void awaitRunning() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            RedisReplicaSet set = set().get();
            RedisReplicaSetStatus status = set.getStatus();
            int nodes = set.getSpec().replicas();
            assertThat(status.phase()).isEqualTo(Phase.RUNNING);
            // A failover that is complete says that it runs, before the nodes were looked at again.
            assertThat(status.phaseReason()).isEqualTo(nodes + " of " + nodes + " nodes serve");
            assertThat(status.readyReplicas()).isEqualTo(nodes);
            assertThat(status.conditions())
                    .filteredOn(condition -> condition.type() == ConditionType.PROGRESSING)
                    .allSatisfy(condition -> assertThat(condition.status()).isEqualTo(ConditionStatus.FALSE));
        });
    }

    // ------------------------------------------------------------------ what is done

    private Resource<RedisReplicaSet> set() {
        return client().resources(RedisReplicaSet.class).inNamespace(namespace).withName("cache");
    }

    private void create(String spec) {
        client().resource(withSpec(spec)).create();
    }

    private void edit(String spec) {
        client().resource(withSpec(spec)).update();
    }

    private RedisReplicaSet withSpec(String spec) {
        RedisReplicaSetSpec read = SpecYaml.spec(spec);
        RedisReplicaSet set = new RedisReplicaSet();
        set.getMetadata().setName("cache");
        set.getMetadata().setNamespace(namespace);
        set.setSpec(read);
        return set;
    }

    /// Without an election: there is nobody else, or else that is what is tried.
    private OperatorProcess operator(String pod) throws IOException {
        KubernetesClient own = new KubernetesClientBuilder()
                .withConfig(client().getConfiguration())
                .withKubernetesSerialization(ClusterClient.serialization())
                .build();
        OperatorProcess process = new OperatorProcess(
                new OperatorSettings(Set.of(namespace), "registry.example.com/node:1", false, "lease", namespace, 0),
                own,
                pod);
        process.start();
        return process;
    }

    private static JsonNode crd() {
        try {
            return new YAMLMapper().readTree(new CommittedFile("crds/redisreplicasets.redisreplicaset.io.yaml").text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As an old API server would take it, or one whose rules came later.
    private static JsonNode withoutRules(JsonNode crd) {
        for (JsonNode parent : crd.findParents("x-kubernetes-validations")) {
            ((ObjectNode) parent).remove("x-kubernetes-validations");
        }
        return crd;
    }

    private static void applyCrd(JsonNode crd) {
        client().resource(new ObjectMapper().convertValue(crd, CustomResourceDefinition.class))
                .forceConflicts()
                .serverSideApply();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(client().resources(RedisReplicaSet.class)
                                .inNamespace("default")
                                .list()
                                .getItems())
                        .isNotNull());
    }

    private static KubernetesClient client() {
        return SERVER.client();
    }
}
