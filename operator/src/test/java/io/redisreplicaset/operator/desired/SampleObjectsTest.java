package io.redisreplicaset.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.redisreplicaset.operator.CommittedFile;
import io.redisreplicaset.operator.api.Manifest;
import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What becomes of each sample, to read: golden files beside this test's resources.
final class SampleObjectsTest {
    static final String IMAGE = "registry.example.com/node:1";

    @TestFactory
    Stream<DynamicTest> each_sample_becomes_the_objects_of_its_golden_file() throws IOException {
        return samples()
                .map(sample -> dynamicTest(sample.getFileName().toString(), () -> {
                    RedisReplicaSet set = read(sample);
                    KubernetesSerialization serialization = new KubernetesSerialization();
                    String yaml = objects(set, NodeRole.MASTER, 0).stream()
                            .map(serialization::asYaml)
                            .collect(Collectors.joining());
                    new CommittedFile("operator/src/test/resources/desired/" + sample.getFileName())
                            .mustBe(yaml, SampleObjectsTest.class);
                }));
    }

    static Stream<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(CommittedFile.repository().resolve("config/samples"))) {
            List<Path> found = files.filter(file -> !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList();
            assertThat(found).hasSizeGreaterThanOrEqualTo(4);
            return found.stream();
        }
    }

    /// A sample as the API server has stored it.
    static RedisReplicaSet read(Path sample) throws IOException {
        return switch (Manifest.read(Files.readString(sample))) {
            case Manifest.Accepted accepted -> {
                RedisReplicaSet set = accepted.set();
                set.getMetadata().setNamespace("shop");
                set.getMetadata().setUid("2f6c0f3e-5f0e-4a54-9d7b-4c9a33a3d0a1");
                yield set;
            }
            case Manifest.Refused refused -> throw new AssertionError(sample + " is refused: " + refused.problems());
        };
    }

    /// Everything that a set has, with one of its nodes, and without the Secret, which is drawn.
    static List<HasMetadata> objects(RedisReplicaSet set, NodeRole role, int ordinal) {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(NodePods.pod(set, ordinal, role, IMAGE));
        NodeVolumes.claim(set, ordinal).ifPresent(objects::add);
        objects.addAll(NodeServices.all(set));
        objects.add(NodeAccount.account(set));
        objects.add(DisruptionBudget.budget(set));
        return objects;
    }
}
