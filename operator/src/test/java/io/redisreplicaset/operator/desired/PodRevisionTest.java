package io.redisreplicaset.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.redisreplicaset.operator.api.SpecYaml;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class PodRevisionTest {
    private static final String FULL = """
            image: mine
            durability: Quorum
            failover: {detectionTimeoutMillis: 700, isolation: CloseWrites, isolationTimeoutMillis: 500}
            persistence: {enabled: true, size: 1Gi}
            config: {maxmemory: 1gb, timeout: "10"}
            auth: {secretRef: {name: mine}}
            resources: {requests: {cpu: 500m}, limits: {memory: 1Gi}}
            nodeSelector: {disk: ssd}
            tolerations: [{key: dedicated, operator: Exists, tolerationSeconds: 5}]
            affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}}
            terminationGracePeriodSeconds: 60
            """;

    /// Pinned: these hashes stand on the pods of running sets. A release that changes one of them restarts every node
    /// of every set, and must want to.
    @Test
    void an_upgrade_of_the_operator_restarts_no_pod() {
        assertThat(PodRevision.of(SpecYaml.spec("{}"))).isEqualTo("3029b7e9da");
        assertThat(PodRevision.of(SpecYaml.spec(FULL))).isEqualTo("418ec62051");
    }

    @TestFactory
    Stream<DynamicTest> a_new_pod_is_needed_for() {
        return Stream.of(
                        "image: mine",
                        "durability: Quorum",
                        "failover: {detectionTimeoutMillis: 700}",
                        "failover: {isolation: KeepWriting}",
                        "failover: {isolationTimeoutMillis: 500}",
                        "config: {maxmemory: 1gb}",
                        "auth: {secretRef: {name: mine}}",
                        "resources: {limits: {memory: 1Gi}}",
                        "resources: {requests: {memory: 1Gi}}",
                        "nodeSelector: {disk: ssd}",
                        "tolerations: [{key: dedicated}]",
                        "affinity: {nodeAffinity: {}}",
                        "terminationGracePeriodSeconds: 60")
                .map(spec -> dynamicTest(
                        spec,
                        () -> assertThat(PodRevision.of(SpecYaml.spec(spec)))
                                .isNotEqualTo(PodRevision.of(SpecYaml.spec("{}")))));
    }

    @TestFactory
    Stream<DynamicTest> no_new_pod_is_needed_for() {
        return Map.of(
                        "replicas: 5", "{}",
                        "topology: {type: Chain}", "{}",
                        "failover: {enabled: false}", "{}",
                        "imagePullPolicy: Always", "{}",
                        "podLabels: {team: a}", "{}",
                        "podAnnotations: {note: a}", "{}",
                        "paused: true", "{}",
                        "resources: {limits: {memory: 1Gi}}", "resources: {limits: {memory: 1024Mi}}",
                        "persistence: {enabled: true, size: 1Gi}", "persistence: {enabled: true, size: 2Gi}",
                        "config: {a: x, b: y}", "config: {b: y, a: x}")
                .entrySet()
                .stream()
                .map(pair -> dynamicTest(
                        pair.getKey(),
                        () -> assertThat(PodRevision.of(SpecYaml.spec(pair.getKey())))
                                .isEqualTo(PodRevision.of(SpecYaml.spec(pair.getValue())))));
    }

    @Test
    void every_node_of_a_set_says_the_same_about_isolation() {
        // Below three nodes the default is another one, so the pods from before the scaling have to go.
        assertThat(PodRevision.of(SpecYaml.spec("replicas: 2")))
                .isNotEqualTo(PodRevision.of(SpecYaml.spec("replicas: 3")));
        assertThat(PodRevision.of(SpecYaml.spec("{replicas: 2, failover: {isolation: KeepWriting}}")))
                .isEqualTo(PodRevision.of(SpecYaml.spec("{replicas: 3, failover: {isolation: KeepWriting}}")));
    }

    @Test
    void no_value_passes_for_two() {
        assertThat(PodRevision.of(SpecYaml.spec("config: {a: \"1 config/b 1 2\"}")))
                .isNotEqualTo(PodRevision.of(SpecYaml.spec("config: {a: \"1\", b: \"2\"}")));
    }
}
