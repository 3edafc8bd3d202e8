package io.redisreplicaset.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.redisreplicaset.operator.ApiServer;
import io.redisreplicaset.operator.CommittedFile;
import io.redisreplicaset.operator.api.SpecReader.UnknownField;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A real API server takes the committed CRD, and says about every spec what [SpecRules] says.
final class ApiServerIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAMESPACE = "default";

    @RegisterExtension
    static final ApiServer SERVER = new ApiServer();

    @BeforeAll
    static void start() throws IOException {
        CustomResourceDefinition crd = client().getKubernetesSerialization()
                .unmarshal(new CommittedFile(CrdDocument.PATH).text(), CustomResourceDefinition.class);
        client().resource(crd).serverSideApply();
        Awaitility.await("the CRD is served").atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            var status = client().resource(crd).get().getStatus();
            assertThat(status.getConditions())
                    .anyMatch(c ->
                            c.getType().equals("Established") && c.getStatus().equals("True"))
                    .noneMatch(c -> c.getType().equals("NonStructuralSchema"));
            assertThat(client().resources(RedisReplicaSet.class)
                            .inNamespace(NAMESPACE)
                            .list()
                            .getItems())
                    .isEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> accepts_and_fills_in_as_the_reader_does() {
        return SpecCases.valid().stream()
                .map(c -> dynamicTest(c.title(), () -> {
                    Resource<GenericKubernetesResource> resource = resource(c.setName(), c.spec());
                    GenericKubernetesResource created = resource.create();
                    try {
                        JsonNode stored = JSON.valueToTree(created).path("spec");
                        assertThat(SpecReader.read(stored, UnknownField.REFUSE))
                                .isEqualTo(SpecReader.read(c.spec(), UnknownField.REFUSE));
                        assertThat(stored.at("/failover/detectionTimeoutMillis").isInt())
                                .isTrue();
                    } finally {
                        resource.delete();
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> refuses_and_names_the_field() {
        return SpecCases.invalid().stream()
                .map(c -> dynamicTest(c.title(), () -> {
                    Resource<GenericKubernetesResource> resource = resource(c.setName(), c.spec());
                    String refusal = refusal(resource::create);
                    if (refusal.isEmpty()) {
                        resource.delete();
                    }
                    assertThat(refusal).contains(Objects.requireNonNull(c.field()));
                }));
    }

    @TestFactory
    Stream<DynamicTest> judges_the_change() {
        return SpecCases.changes().stream()
                .map(c -> dynamicTest(c.title(), () -> {
                    Resource<GenericKubernetesResource> before = resource("cache", c.from());
                    before.create();
                    try {
                        String refusal = refusal(resource("cache", c.to())::update);
                        if (c.field() == null) {
                            assertThat(refusal).isEmpty();
                        } else {
                            assertThat(refusal).contains(c.field());
                        }
                    } finally {
                        before.delete();
                    }
                }));
    }

    @Test
    void scaling_is_held_to_the_rules_too() {
        Resource<GenericKubernetesResource> set = resource("cache", SpecYaml.tree("durability: Quorum"));
        set.create();
        try {
            var sets = client().resources(RedisReplicaSet.class)
                    .inNamespace(NAMESPACE)
                    .withName("cache");
            sets.scale(5);
            assertThat(sets.get().getSpec().replicas()).isEqualTo(5);
            assertThat(refusal(() -> sets.scale(2))).contains("spec.durability");
        } finally {
            set.delete();
        }
    }

    @Test
    void a_whole_status_is_stored_and_comes_back() {
        Resource<GenericKubernetesResource> created = resource("cache", SpecYaml.tree("{}"));
        created.create();
        try {
            var sets = client().resources(RedisReplicaSet.class)
                    .inNamespace(NAMESPACE)
                    .withName("cache");
            RedisReplicaSet set = sets.get();
            set.setStatus(StatusTest.full());
            client().resource(set).updateStatus();

            assertThat(sets.get().getStatus()).isEqualTo(StatusTest.full());
            assertThat(sets.get().getSpec()).isEqualTo(RedisReplicaSetSpec.defaults());
        } finally {
            created.delete();
        }
    }

    private static KubernetesClient client() {
        return SERVER.client();
    }

    private static Resource<GenericKubernetesResource> resource(String name, JsonNode spec) {
        ObjectNode set = JSON.createObjectNode();
        set.put("apiVersion", RedisReplicaSet.GROUP + "/" + RedisReplicaSet.VERSION);
        set.put("kind", "RedisReplicaSet");
        set.putObject("metadata").put("name", name).put("namespace", NAMESPACE);
        set.set("spec", spec);
        return client().resource(JSON.convertValue(set, GenericKubernetesResource.class));
    }

    /// What the API server said against it, or nothing.
    private static String refusal(Runnable request) {
        KubernetesClientException refusal = catchThrowableOfType(KubernetesClientException.class, request::run);
        return refusal == null ? "" : String.valueOf(refusal.getMessage());
    }
}
