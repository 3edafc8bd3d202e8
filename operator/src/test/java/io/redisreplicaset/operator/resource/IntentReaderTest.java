package io.redisreplicaset.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.Durability;
import io.redisreplicaset.operator.api.Problem;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.api.SpecYaml;
import io.redisreplicaset.operator.api.TopologyType;
import io.redisreplicaset.operator.topology.SetIntent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IntentReaderTest {
    private static final String SPEC = """
            replicas: 5
            durability: Quorum
            topology: {type: Chain}
            failover: {enabled: false, detectionTimeoutMillis: 700}
            persistence: {enabled: true, size: 1Gi}
            """;

    @Test
    void reads_all_that_a_spec_says() {
        assertThat(IntentReader.intent(SpecYaml.set("cache", SPEC), "0123456789"))
                .isEqualTo(new SetIntent(
                        "cache",
                        5,
                        Durability.QUORUM,
                        OptionalInt.empty(),
                        TopologyType.CHAIN,
                        Duration.ofMillis(700),
                        true,
                        false,
                        "0123456789",
                        Optional.empty(),
                        OptionalLong.empty()));
    }

    @Test
    void reads_the_annotations_that_are_commands() {
        RedisReplicaSet set = annotated(
                Map.of("redisreplicaset.io/switchover-to", "cache-2 ", "redisreplicaset.io/allow-data-loss", " 17 "));

        SetIntent intent = IntentReader.intent(set, "r");

        assertThat(intent.switchoverTo()).contains("cache-2");
        assertThat(intent.allowDataLoss()).hasValue(17);
        assertThat(IntentReader.problems(set)).isEmpty();
    }

    @Test
    void a_set_without_annotations_asks_for_nothing() {
        RedisReplicaSet set = SpecYaml.set("cache", SPEC);
        set.getMetadata().setAnnotations(null);

        assertThat(IntentReader.problems(set)).isEmpty();
        assertThat(IntentReader.intent(set, "r").switchoverTo()).isEmpty();
    }

    @Test
    void an_annotation_that_says_nothing_asks_for_nothing() {
        RedisReplicaSet set =
                annotated(Map.of("redisreplicaset.io/switchover-to", " ", "redisreplicaset.io/allow-data-loss", ""));

        assertThat(IntentReader.problems(set)).isEmpty();
        assertThat(IntentReader.intent(set, "r").switchoverTo()).isEmpty();
        assertThat(IntentReader.intent(set, "r").allowDataLoss()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "17.0", "0x11", "99999999999999999999", "-1"})
    void a_permission_that_names_no_epoch_permits_nothing_and_is_told(String text) {
        RedisReplicaSet set = annotated(Map.of("redisreplicaset.io/allow-data-loss", text));
        set.setStatus(RedisReplicaSetStatus.empty().toBuilder().epoch(17).build());

        assertThat(IntentReader.intent(set, "r").allowDataLoss()).isEmpty();
        assertThat(IntentReader.problems(set))
                .containsExactly(new Problem(
                        "metadata.annotations[redisreplicaset.io/allow-data-loss]", "an epoch, for example 17", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache-5", "cache", "cache--1", "cache-00", "other-0"})
    void a_switchover_to_a_node_that_is_not_wanted_is_told_and_not_tried(String name) {
        RedisReplicaSet set = annotated(Map.of("redisreplicaset.io/switchover-to", name));

        assertThat(IntentReader.intent(set, "r").switchoverTo()).isEmpty();
        assertThat(IntentReader.problems(set))
                .containsExactly(new Problem(
                        "metadata.annotations[redisreplicaset.io/switchover-to]",
                        "one of cache-0, cache-1, cache-2, cache-3, cache-4",
                        name));
    }

    private static RedisReplicaSet annotated(Map<String, String> annotations) {
        RedisReplicaSet set = SpecYaml.set("cache", SPEC);
        set.getMetadata().setAnnotations(annotations);
        return set;
    }
}
