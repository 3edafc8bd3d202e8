package io.redisreplicaset.operator.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.redisreplicaset.operator.ApiServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A real API server takes every rendering of the chart and of kustomize, and judges what the operator may then do.
final class InstallIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OPERATOR = "system:serviceaccount:redisreplicaset-system:redisreplicaset-operator";

    @RegisterExtension
    static final ApiServer SERVER = new ApiServer();

    @BeforeAll
    static void start() throws IOException {
        for (String name : new String[] {"redisreplicaset-system", "market", "bank"}) {
            client().resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
        }
        apply(Manifests.ofChart(""), false);
    }

    @TestFactory
    Stream<DynamicTest> takes_the_chart_with() {
        return Stream.of(
                        "{}",
                        "replicaCount: 2",
                        "{rbac: {scope: namespace}, watchNamespaces: [market, bank]}",
                        "crds: {keep: false}",
                        "{nodeSelector: {a: b}, tolerations: [{operator: Exists}], priorityClassName: system-cluster-critical}",
                        "{imagePullSecrets: [{name: s}], podLabels: {a: b}, podAnnotations: {c: d}}")
                .map(values -> dynamicTest(values, () -> apply(Manifests.ofChart(values), true)));
    }

    @TestFactory
    Stream<DynamicTest> takes_kustomizes() {
        return Stream.of("config/default", "config/samples")
                .map(folder -> dynamicTest(folder, () -> {
                    Optional<Manifests> manifests = Manifests.ofKustomize(folder);
                    Assumptions.assumeTrue(manifests.isPresent(), "no kubectl on this machine");
                    apply(manifests.orElseThrow(), true);
                }));
    }

    @TestFactory
    Stream<DynamicTest> lets_the_operator() {
        return Stream.of(
                        "watch redisreplicaset.io/redisreplicasets market",
                        "patch redisreplicaset.io/redisreplicasets market",
                        "update redisreplicaset.io/redisreplicasets/status market",
                        "create /pods market",
                        "delete /pods market",
                        "patch /pods market",
                        "patch /persistentvolumeclaims market",
                        "get /secrets market",
                        "patch policy/poddisruptionbudgets market",
                        "create events.k8s.io/events market",
                        "create coordination.k8s.io/leases redisreplicaset-system",
                        "update coordination.k8s.io/leases redisreplicaset-system redisreplicaset-operator")
                .map(access -> dynamicTest(
                        access, () -> assertThat(mayOperator(access)).isTrue()));
    }

    @TestFactory
    Stream<DynamicTest> does_not_let_the_operator() {
        return Stream.of(
                        "update redisreplicaset.io/redisreplicasets market",
                        "delete redisreplicaset.io/redisreplicasets market",
                        "create /pods/exec market",
                        "list /secrets market",
                        "watch /secrets market",
                        "delete /secrets market",
                        "delete /services market",
                        "create /serviceaccounts/token market",
                        "create apps/deployments market",
                        "update coordination.k8s.io/leases redisreplicaset-system other",
                        "update coordination.k8s.io/leases market redisreplicaset-operator",
                        "create rbac.authorization.k8s.io/roles market")
                .map(access -> dynamicTest(
                        access, () -> assertThat(mayOperator(access)).isFalse()));
    }

    /// @param access `verb group/resource[/subresource] namespace [name]`
    private static boolean mayOperator(String access) {
        String[] words = access.split(" ", -1);
        String[] resource = words[1].split("/", -1);
        SubjectAccessReview review = client().authorization()
                .v1()
                .subjectAccessReview()
                .create(new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser(OPERATOR)
                        .withNewResourceAttributes()
                        .withVerb(words[0])
                        .withGroup(resource[0])
                        .withResource(resource[1])
                        .withSubresource(resource.length > 2 ? resource[2] : null)
                        .withNamespace(words[2])
                        .withName(words.length > 3 ? words[3] : null)
                        .endResourceAttributes()
                        .endSpec()
                        .build());
        return review.getStatus().getAllowed();
    }

    private static void apply(Manifests manifests, boolean isDryRun) {
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("test")
                .withForce(true)
                .withFieldValidation("Strict")
                .withDryRun(isDryRun ? List.of("All") : null)
                .build();
        for (JsonNode document : manifests.documents()) {
            GenericKubernetesResource object = JSON.convertValue(document, GenericKubernetesResource.class);
            if (object.getKind().equals("RedisReplicaSet")) {
                object.getMetadata().setNamespace("market");
            }
            // A CRD that was just created is not served at once.
            Awaitility.await(object.getKind() + " " + object.getMetadata().getName())
                    .atMost(Duration.ofSeconds(30))
                    .ignoreExceptionsMatching(
                            e -> String.valueOf(e.getMessage()).contains("404"))
                    .until(() -> client().resource(object).patch(context) != null);
        }
    }

    private static KubernetesClient client() {
        return SERVER.client();
    }
}
