package io.redisreplicaset.operator.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// `config/default` installs what the chart installs.
final class KustomizeTest {
    @TestFactory
    Stream<DynamicTest> the_chart_and_kustomize_say_the_same_about() throws Exception {
        Manifests kustomize = kustomize("config/default");
        Manifests chart = Manifests.ofChart("crds: {keep: false}");
        return chart.documents().stream().map(document -> {
            String kind = document.path("kind").asText();
            String name = document.at("/metadata/name").asText();
            return dynamicTest(
                    kind + " " + name,
                    () -> assertThat(body(kustomize.one(kind, name))).isEqualTo(body(document)));
        });
    }

    @Test
    void kustomize_installs_nothing_more_than_the_namespace() throws Exception {
        assertThat(kustomize("config/default").documents())
                .hasSize(Manifests.ofChart("").documents().size() + 1);
        assertThat(kustomize("config/default").all("Namespace"))
                .singleElement()
                .satisfies(namespace -> assertThat(namespace
                                .at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                                .asText())
                        .isEqualTo("restricted"));
    }

    @TestFactory
    Stream<DynamicTest> builds() {
        return Stream.of("crds", "config/crd", "config/rbac", "config/manager", "config/samples")
                .map(folder -> dynamicTest(
                        folder, () -> assertThat(kustomize(folder).documents()).isNotEmpty()));
    }

    /// All but what each tool labels with its own name and version.
    private static JsonNode body(JsonNode document) {
        ObjectNode body = document.deepCopy();
        ObjectNode metadata = (ObjectNode) body.get("metadata");
        metadata.remove("labels");
        for (var label : document.at("/metadata/labels").properties()) {
            if (label.getKey().startsWith("rbac.authorization.k8s.io/")) {
                metadata.withObject("/labels").set(label.getKey(), label.getValue());
            }
        }
        return body;
    }

    private static Manifests kustomize(String folder) throws Exception {
        Optional<Manifests> manifests = Manifests.ofKustomize(folder);
        Assumptions.assumeTrue(manifests.isPresent(), "no kubectl on this machine");
        return manifests.orElseThrow();
    }
}
