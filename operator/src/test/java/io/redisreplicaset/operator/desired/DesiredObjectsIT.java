package io.redisreplicaset.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.redisreplicaset.operator.ApiServer;
import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A real API server takes every object of every sample, in a namespace that enforces the restricted pod security.
final class DesiredObjectsIT {
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("redisreplicaset-operator")
            .withForce(true)
            .build();

    @RegisterExtension
    static final ApiServer SERVER = new ApiServer();

    @BeforeAll
    static void start() throws IOException {
        client().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("shop")
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .create();
    }

    @TestFactory
    Stream<DynamicTest> takes_every_object_and_comes_to_rest() throws IOException {
        return SampleObjectsTest.samples()
                .map(sample -> dynamicTest(sample.getFileName().toString(), () -> {
                    RedisReplicaSet set = SampleObjectsTest.read(sample);
                    List<HasMetadata> objects = new ArrayList<>(SampleObjectsTest.objects(set, NodeRole.REPLICA, 1));
                    objects.add(NodeSecret.generated(set, new Random(1)));
                    for (HasMetadata object : objects) {
                        client().resource(object).patch(APPLY);
                        // Not the first: an API server stores a claim once more, unchanged, at its first update.
                        HasMetadata second = client().resource(object).patch(APPLY);
                        HasMetadata third = client().resource(object).patch(APPLY);

                        assertThat(third.getMetadata().getResourceVersion())
                                .as(object.getKind() + " "
                                        + object.getMetadata().getName())
                                .isEqualTo(second.getMetadata().getResourceVersion());
                    }
                }));
    }

    @Test
    void what_the_api_server_fills_in_is_no_difference() throws IOException {
        RedisReplicaSet set = SampleObjectsTest.read(sample());
        Pod wanted = NodePods.pod(set, 7, NodeRole.REPLICA, SampleObjectsTest.IMAGE);

        Pod actual = client().resource(wanted).create();

        assertThat(PodDifference.between(wanted, actual)).isEqualTo(new PodDifference.None());
    }

    @Test
    void the_namespace_would_refuse_a_pod_with_more_rights() throws IOException {
        Pod pod = NodePods.pod(SampleObjectsTest.read(sample()), 8, NodeRole.REPLICA, SampleObjectsTest.IMAGE);
        Pod withMore = new PodBuilder(pod)
                .editSpec()
                .editFirstContainer()
                .editSecurityContext()
                .withAllowPrivilegeEscalation(true)
                .endSecurityContext()
                .endContainer()
                .endSpec()
                .build();

        assertThat(catchThrowableOfType(
                        KubernetesClientException.class,
                        () -> client().resource(withMore).create()))
                .hasMessageContaining("violates PodSecurity");
    }

    private static Path sample() throws IOException {
        return SampleObjectsTest.samples().findFirst().orElseThrow();
    }

    private static KubernetesClient client() {
        return SERVER.client();
    }
}
