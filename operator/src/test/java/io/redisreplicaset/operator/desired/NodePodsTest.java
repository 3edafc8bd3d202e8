package io.redisreplicaset.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Volume;
import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.api.SpecYaml;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NodePodsTest {
    private static final String IMAGE = "registry.example.com/node:1";

    @Test
    void a_pod_is_labelled_by_set_node_role_and_revision() {
        Pod pod = pod("{}", 2, NodeRole.REPLICA);

        assertThat(pod.getMetadata().getName()).isEqualTo("cache-2");
        assertThat(pod.getMetadata().getLabels())
                .containsEntry("redisreplicaset.io/set", "cache")
                .containsEntry("redisreplicaset.io/node", "cache-2")
                .containsEntry("redisreplicaset.io/role", "replica")
                .containsEntry("redisreplicaset.io/revision", PodRevision.of(SpecYaml.spec("{}")));
    }

    @Test
    void a_users_label_never_hides_one_of_ours() {
        // The rules refuse such a spec; this is the second fence.
        Pod pod = pod("podLabels: {redisreplicaset.io/role: master, team: a}", 0, NodeRole.REPLICA);

        assertThat(pod.getMetadata().getLabels())
                .containsEntry("redisreplicaset.io/role", "replica")
                .containsEntry("team", "a");
    }

    @Test
    void the_set_owns_its_pods() {
        assertThat(pod("{}", 0, NodeRole.MASTER).getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> {
                    assertThat(owner.getApiVersion()).isEqualTo("redisreplicaset.io/v1alpha1");
                    assertThat(owner.getKind()).isEqualTo("RedisReplicaSet");
                    assertThat(owner.getName()).isEqualTo("cache");
                    assertThat(owner.getUid()).isEqualTo("2f6c0f3e-5f0e-4a54-9d7b-4c9a33a3d0a1");
                    assertThat(owner.getController()).isTrue();
                });
    }

    @Test
    void the_command_line_says_who_the_node_is_and_what_the_user_wants() {
        assertThat(container("""
                                replicas: 3
                                durability: Quorum
                                failover: {detectionTimeoutMillis: 700, isolationTimeoutMillis: 500}
                                config: {timeout: "10", maxmemory: 1gb}
                                """).getArgs())
                .containsExactly(
                        "--port",
                        "6379",
                        "--dir",
                        "/data",
                        "--admin-port",
                        "9121",
                        "--replicaset-id",
                        "2f6c0f3e-5f0e-4a54-9d7b-4c9a33a3d0a1",
                        "--replicaset-name",
                        "cache-0",
                        "--replicaset-durability",
                        "quorum",
                        "--replicaset-detection-timeout",
                        "700",
                        "--replicaset-isolation",
                        "close-writes",
                        "--replicaset-isolation-timeout",
                        "500",
                        "--maxmemory",
                        "1gb",
                        "--repl-diskless-sync-delay",
                        "0",
                        "--save",
                        "",
                        "--timeout",
                        "10");
    }

    @Test
    void snapshots_are_taken_where_they_outlive_the_pod_unless_the_user_says_otherwise() {
        assertThat(container("persistence: {enabled: true, size: 1Gi}").getArgs())
                .containsSequence("--save", "3600 1 300 100 60 10000");
        assertThat(container("{}").getArgs()).containsSequence("--save", "");
        assertThat(container("config: {save: 60 1}").getArgs())
                .containsSequence("--save", "60 1")
                .containsOnlyOnce("--save");
    }

    @Test
    void the_password_is_in_a_file_and_nowhere_else() {
        Pod pod = pod("{}", 0, NodeRole.MASTER);
        Container container = pod.getSpec().getContainers().getFirst();

        assertThat(volume(pod, "password").getSecret().getSecretName()).isEqualTo("cache-auth");
        assertThat(volume(pod, "password").getSecret().getDefaultMode()).isEqualTo(0440);
        assertThat(container.getEnv())
                .extracting(EnvVar::getName, EnvVar::getValue)
                .containsExactly(tuple("RRS_NODE_PASSWORD_FILE", "/etc/rrs/password"));
        assertThat(container.getEnv()).allMatch(variable -> variable.getValueFrom() == null);
        assertThat(container.getEnvFrom()).isEmpty();
        assertThat(container.getArgs()).noneMatch(argument -> argument.contains("pass") || argument.contains("auth"));
    }

    @Test
    void a_users_secret_is_mounted_under_the_same_name() {
        Pod pod = pod("auth: {secretRef: {name: mine, key: redis.password}}", 0, NodeRole.MASTER);

        assertThat(volume(pod, "password").getSecret().getSecretName()).isEqualTo("mine");
        assertThat(volume(pod, "password").getSecret().getItems())
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.getKey()).isEqualTo("redis.password");
                    assertThat(item.getPath()).isEqualTo("password");
                });
    }

    @Test
    void a_pod_may_do_nothing_that_a_data_node_does_not_need() {
        Pod pod = pod("{}", 0, NodeRole.MASTER);

        assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSpec().getEnableServiceLinks()).isFalse();
        assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSpec().getSecurityContext().getRunAsUser()).isEqualTo(10_001);
        assertThat(pod.getSpec().getSecurityContext().getFsGroup()).isEqualTo(10_001);
        assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
                .isEqualTo("RuntimeDefault");
        Container container = pod.getSpec().getContainers().getFirst();
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    }

    @Test
    void data_lives_on_the_claim_with_persistence_and_in_the_pod_without() {
        assertThat(volume(pod("{}", 1, NodeRole.REPLICA), "data").getEmptyDir()).isNotNull();
        assertThat(volume(pod("persistence: {enabled: true, size: 1Gi}", 1, NodeRole.REPLICA), "data")
                        .getPersistentVolumeClaim()
                        .getClaimName())
                .isEqualTo("data-cache-1");
    }

    @Test
    void a_set_is_spread_over_hosts_unless_the_user_says_where() {
        assertThat(pod("{}", 0, NodeRole.MASTER).getSpec().getTopologySpreadConstraints())
                .singleElement()
                .satisfies(spread -> {
                    assertThat(spread.getTopologyKey()).isEqualTo("kubernetes.io/hostname");
                    assertThat(spread.getWhenUnsatisfiable()).isEqualTo("ScheduleAnyway");
                    assertThat(spread.getLabelSelector().getMatchLabels())
                            .containsExactly(entry("redisreplicaset.io/set", "cache"));
                });
        Pod placed = pod(
                "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
                        + " [{topologyKey: zone}]}}",
                0,
                NodeRole.MASTER);
        assertThat(placed.getSpec().getTopologySpreadConstraints()).isEmpty();
        assertThat(placed.getSpec().getAffinity().getPodAntiAffinity()).isNotNull();
    }

    @Test
    void the_heap_is_a_share_of_the_memory_limit_where_there_is_one() {
        assertThat(container("resources: {limits: {memory: 1Gi}}").getEnv()).anySatisfy(variable -> {
            assertThat(variable.getName()).isEqualTo("JDK_JAVA_OPTIONS");
            assertThat(variable.getValue()).isEqualTo("-XX:MaxRAMPercentage=65");
        });
        assertThat(container("resources: {requests: {memory: 1Gi}}").getEnv())
                .noneMatch(variable -> variable.getName().equals("JDK_JAVA_OPTIONS"));
    }

    @Test
    void only_readiness_depends_on_replication() {
        Container container = container("{}");

        assertThat(path(container.getReadinessProbe())).isEqualTo("/readyz");
        assertThat(container.getReadinessProbe().getPeriodSeconds()).isEqualTo(1);
        assertThat(List.of(container.getStartupProbe(), container.getLivenessProbe()))
                .allSatisfy(probe -> assertThat(path(probe)).isEqualTo("/livez"));
    }

    @Test
    void the_image_is_the_users_or_the_operators() {
        assertThat(container("{}").getImage()).isEqualTo(IMAGE);
        assertThat(container("{}").getImagePullPolicy()).isEqualTo("IfNotPresent");
        assertThat(container("{image: mine, imagePullPolicy: Never}").getImage())
                .isEqualTo("mine");
        assertThat(container("{image: mine, imagePullPolicy: Never}").getImagePullPolicy())
                .isEqualTo("Never");
    }

    @Test
    void a_node_has_a_dns_name_that_outlives_its_pod() {
        Pod pod = pod("{}", 1, NodeRole.REPLICA);

        assertThat(pod.getSpec().getHostname() + "." + pod.getSpec().getSubdomain() + ".shop.svc")
                .isEqualTo("cache-1.cache-nodes.shop.svc")
                .isEqualTo(Names.host(SpecYaml.set("cache", "{}"), 1));
    }

    private static Pod pod(String spec, int ordinal, NodeRole role) {
        return NodePods.pod(SpecYaml.set("cache", spec), ordinal, role, IMAGE);
    }

    private static Container container(String spec) {
        return pod(spec, 0, NodeRole.MASTER).getSpec().getContainers().getFirst();
    }

    private static Volume volume(Pod pod, String name) {
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String path(Probe probe) {
        return probe.getHttpGet().getPath();
    }
}
