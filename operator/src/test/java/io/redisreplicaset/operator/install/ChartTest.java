package io.redisreplicaset.operator.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.redisreplicaset.operator.CommittedFile;
import io.redisreplicaset.operator.app.RrsMain;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class ChartTest {
    private static final String NAME = "redisreplicaset-operator";
    private static final String CRD = "redisreplicasets.redisreplicaset.io";

    @Test
    void is_found_good_by_helms_own_judgement() {
        LintResult result = new Helm(Manifests.CHART).lint().strict().call();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @Test
    void is_of_the_version_of_the_project() throws IOException {
        Matcher version = Pattern.compile("<version>([^<]+)</version>").matcher(new CommittedFile("pom.xml").text());
        assertThat(version.find()).isTrue();
        JsonNode chart =
                new YAMLMapper().readTree(Manifests.CHART.resolve("Chart.yaml").toFile());

        assertThat(chart.path("version").asText()).isEqualTo(version.group(1));
        assertThat(chart.path("appVersion").asText()).isEqualTo(version.group(1));
        assertThat(arguments(Manifests.ofChart("")))
                .contains("--data-node-image=docker.io/redisreplicaset/node:" + version.group(1));
        assertThat(container(Manifests.ofChart("")).path("image").asText())
                .isEqualTo("docker.io/redisreplicaset/operator:" + version.group(1));
    }

    @Test
    void installs_for_all_namespaces_by_default() throws IOException {
        Manifests manifests = Manifests.ofChart("");

        assertThat(manifests.names())
                .containsExactlyInAnyOrder(
                        "CustomResourceDefinition/" + CRD,
                        "ServiceAccount/" + NAME,
                        "ClusterRole/" + NAME,
                        "ClusterRole/" + NAME + "-view",
                        "ClusterRole/" + NAME + "-edit",
                        "ClusterRoleBinding/" + NAME,
                        "Role/" + NAME + "-leader",
                        "RoleBinding/" + NAME + "-leader",
                        "Deployment/" + NAME);
        assertThat(arguments(manifests))
                .containsExactly(
                        "operator",
                        "--data-node-image=docker.io/redisreplicaset/node:0.1.0-SNAPSHOT",
                        "--leader-election-lease=" + NAME);
    }

    @Test
    void stays_in_its_own_namespace_where_it_is_told_to() throws IOException {
        Manifests manifests = Manifests.ofChart("rbac: {scope: namespace}");

        assertThat(manifests.all("ClusterRole")).isEmpty();
        assertThat(manifests.all("ClusterRoleBinding")).isEmpty();
        assertThat(manifests.one("Role", NAME).at("/metadata/namespace").asText())
                .isEqualTo("redisreplicaset-system");
        assertThat(arguments(manifests)).contains("--namespaces=redisreplicaset-system");
    }

    @Test
    void has_the_same_rights_in_each_namespace_that_it_is_given() throws IOException {
        Manifests manifests = Manifests.ofChart("{rbac: {scope: namespace}, watchNamespaces: [shop, bank]}");
        JsonNode everywhere = Manifests.ofChart("").one("ClusterRole", NAME).path("rules");

        List<JsonNode> roles = manifests.all("Role").stream()
                .filter(role -> role.at("/metadata/name").asText().equals(NAME))
                .toList();
        assertThat(roles)
                .extracting(role -> role.at("/metadata/namespace").asText())
                .containsExactlyInAnyOrder("shop", "bank");
        assertThat(roles).allSatisfy(role -> assertThat(role.path("rules")).isEqualTo(everywhere));
        assertThat(manifests.all("RoleBinding"))
                .extracting(binding -> binding.at("/metadata/namespace").asText())
                .containsExactlyInAnyOrder("shop", "bank", "redisreplicaset-system");
        assertThat(manifests.all("RoleBinding"))
                .allSatisfy(binding ->
                        assertThat(binding.at("/subjects/0/namespace").asText()).isEqualTo("redisreplicaset-system"));
        assertThat(arguments(manifests)).contains("--namespaces=shop,bank");
    }

    @Test
    void grants_no_wildcard_no_exec_and_no_list_of_secrets() throws IOException {
        for (String kind : List.of("ClusterRole", "Role")) {
            for (JsonNode role : Manifests.ofChart("").all(kind)) {
                for (JsonNode rule : role.path("rules")) {
                    assertThat(rule.toString()).doesNotContain("*", "pods/exec", "escalate", "impersonate");
                    if (texts(rule.path("resources")).contains("secrets")) {
                        assertThat(texts(rule.path("verbs"))).containsExactly("create", "get");
                    }
                    if (texts(rule.path("resources")).contains("redisreplicasets")
                            && role.at("/metadata/name").asText().equals(NAME)) {
                        assertThat(texts(rule.path("verbs"))).containsExactly("get", "list", "patch", "watch");
                    }
                }
            }
        }
    }

    @Test
    void keeps_the_crd_when_it_is_uninstalled_unless_told_otherwise() throws IOException {
        JsonNode kept = Manifests.ofChart("").one("CustomResourceDefinition", CRD);
        JsonNode plain = Manifests.ofChart("crds: {keep: false}").one("CustomResourceDefinition", CRD);
        JsonNode committed = new YAMLMapper().readTree(new CommittedFile("crds/" + CRD + ".yaml").text());

        assertThat(kept.at("/metadata/annotations/helm.sh~1resource-policy").asText())
                .isEqualTo("keep");
        assertThat(kept.path("spec")).isEqualTo(committed.path("spec"));
        assertThat(plain).isEqualTo(committed);
        assertThat(Manifests.ofChart("crds: {install: false}").all("CustomResourceDefinition"))
                .isEmpty();
    }

    @Test
    void has_a_disruption_budget_where_there_is_something_to_keep() throws IOException {
        assertThat(Manifests.ofChart("").all("PodDisruptionBudget")).isEmpty();
        assertThat(Manifests.ofChart("replicaCount: 2").all("PodDisruptionBudget"))
                .singleElement()
                .satisfies(budget ->
                        assertThat(budget.at("/spec/maxUnavailable").asInt()).isEqualTo(1));
    }

    @Test
    void monitors_where_it_is_told_to_the_pods_that_there_are() throws IOException {
        assertThat(Manifests.ofChart("").all("PodMonitor")).isEmpty();
        Manifests manifests = Manifests.ofChart("podMonitor: {enabled: true, labels: {release: prometheus}}");

        assertThat(manifests.all("PodMonitor"))
                .hasSize(2)
                .allSatisfy(monitor -> assertThat(
                                monitor.at("/metadata/labels/release").asText())
                        .isEqualTo("prometheus"));
        assertThat(manifests.one("PodMonitor", NAME).at("/spec/selector/matchLabels"))
                .isEqualTo(manifests.one("Deployment", NAME).at("/spec/selector/matchLabels"));
        assertThat(manifests
                        .one("PodMonitor", NAME + "-nodes")
                        .at("/spec/podMetricsEndpoints/0/port")
                        .asText())
                .isEqualTo("admin");
    }

    @Test
    void takes_a_digest_before_a_tag() throws IOException {
        String digest = "sha256:" + "a".repeat(64);

        assertThat(container(Manifests.ofChart("image: {tag: '1.2', digest: '" + digest + "'}"))
                        .path("image")
                        .asText())
                .isEqualTo("docker.io/redisreplicaset/operator@" + digest);
        assertThat(container(Manifests.ofChart("image: {tag: '1.2'}"))
                        .path("image")
                        .asText())
                .isEqualTo("docker.io/redisreplicaset/operator:1.2");
    }

    @Test
    void a_users_label_never_hides_that_of_the_selector() throws IOException {
        JsonNode labels = Manifests.ofChart("podLabels: {team: a}")
                .one("Deployment", NAME)
                .at("/spec/template/metadata/labels");

        assertThat(labels.path("team").asText()).isEqualTo("a");
        assertThat(labels.path("app.kubernetes.io/component").asText()).isEqualTo("operator");
    }

    @TestFactory
    Stream<DynamicTest> refuses() {
        return Stream.of(
                        new String[] {"imag: {tag: x}", "imag"},
                        new String[] {"image: {tags: x}", "tags"},
                        new String[] {"replicaCount: 0", "replicaCount"},
                        new String[] {"rbac: {scope: everywhere}", "scope"},
                        new String[] {"watchNamespaces: [shop]", "watchNamespaces"},
                        new String[] {"{rbac: {scope: namespace}, watchNamespaces: [Shop]}", "watchNamespaces"},
                        new String[] {"dataNode: {image: ''}", "image"},
                        new String[] {"crds: {keep: maybe}", "keep"})
                .map(pair -> dynamicTest(
                        pair[0],
                        () -> assertThatThrownBy(() -> Manifests.ofChart(pair[0]))
                                .hasMessageContaining("schema")
                                .hasMessageContaining(pair[1])));
    }

    @TestFactory
    Stream<DynamicTest> the_program_takes_what_the_chart_starts_it_with() {
        return Stream.of(
                        new String[] {"{}", NAME},
                        new String[] {"{rbac: {scope: namespace}, watchNamespaces: [shop, bank]}", NAME},
                        new String[] {"fullnameOverride: other", "other"})
                .map(pair -> dynamicTest(pair[0], () -> {
                    JsonNode container = container(Manifests.ofChart(pair[0]), pair[1]);
                    String[] arguments = texts(container.path("args")).toArray(String[]::new);

                    // It throws at the first word that it does not know.
                    assertThat(RrsMain.line().parseArgs(arguments).hasSubcommand())
                            .isTrue();
                }));
    }

    private static JsonNode container(Manifests manifests) {
        return container(manifests, NAME);
    }

    private static JsonNode container(Manifests manifests, String deployment) {
        return manifests.one("Deployment", deployment).at("/spec/template/spec/containers/0");
    }

    private static List<String> arguments(Manifests manifests) {
        return texts(container(manifests).path("args"));
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
