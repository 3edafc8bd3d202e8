package io.redisreplicaset.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.redisreplicaset.operator.api.SpecReader.UnknownField;
import org.junit.jupiter.api.Test;

final class SpecReaderTest {
    private final KubernetesSerialization serialization = new KubernetesSerialization();

    @Test
    void what_is_left_out_is_what_the_schema_says() {
        RedisReplicaSetSpec spec = RedisReplicaSetSpec.defaults();

        assertThat(spec.replicas()).isEqualTo(3);
        assertThat(spec.durability()).isEqualTo(Durability.ASYNC);
        assertThat(spec.topology().type()).isEqualTo(TopologyType.STAR);
        assertThat(spec.failover().enabled()).isTrue();
        assertThat(spec.failover().detectionTimeoutMillis()).isEqualTo(2000);
        assertThat(spec.persistence().enabled()).isFalse();
        assertThat(spec.persistence().reclaimPolicy()).isEqualTo(ReclaimPolicy.RETAIN);
        assertThat(spec.terminationGracePeriodSeconds()).isEqualTo(30);
        assertThat(spec.unreadable()).isEmpty();
    }

    @Test
    void part_of_a_group_leaves_the_rest_of_it_at_its_defaults() {
        RedisReplicaSetSpec spec = SpecYaml.spec("failover: {isolation: KeepWriting}");

        assertThat(spec.failover().enabled()).isTrue();
        assertThat(spec.failover().detectionTimeoutMillis()).isEqualTo(2000);
    }

    @Test
    void isolation_closes_writes_from_three_nodes_up_unless_it_is_written() {
        assertThat(SpecYaml.spec("replicas: 2").isolation()).isEqualTo(Isolation.KEEP_WRITING);
        assertThat(SpecYaml.spec("replicas: 3").isolation()).isEqualTo(Isolation.CLOSE_WRITES);
        assertThat(SpecYaml.spec("{replicas: 2, failover: {isolation: CloseWrites}}")
                        .isolation())
                .isEqualTo(Isolation.CLOSE_WRITES);
        assertThat(SpecYaml.spec("{replicas: 5, failover: {isolation: KeepWriting}}")
                        .isolation())
                .isEqualTo(Isolation.KEEP_WRITING);
    }

    @Test
    void the_isolation_timeout_is_the_detection_timeout_unless_it_is_written() {
        assertThat(SpecYaml.spec("failover: {detectionTimeoutMillis: 700}").isolationTimeoutMillis())
                .isEqualTo(700);
        assertThat(SpecYaml.spec("failover: {detectionTimeoutMillis: 700, isolationTimeoutMillis: 300}")
                        .isolationTimeoutMillis())
                .isEqualTo(300);
    }

    @Test
    void a_secret_without_a_key_means_the_key_password() {
        assertThat(SpecYaml.spec("auth: {secretRef: {name: mine}}").passwordSecret())
                .isEqualTo(new AuthSpec.SecretRef("mine", "password"));
    }

    @Test
    void a_word_of_another_release_is_told_and_breaks_nothing() {
        RedisReplicaSet set = serialization.unmarshal("""
                apiVersion: redisreplicaset.io/v1alpha1
                kind: RedisReplicaSet
                metadata: {name: cache}
                spec: {replicas: 5, durability: QuorumFsync}
                """, RedisReplicaSet.class);

        assertThat(set.getMetadata().getName()).isEqualTo("cache");
        assertThat(SpecRules.problems(set, null))
                .extracting(Problem::sentence)
                .containsExactly("spec.durability: wanted one of Async, Quorum, got \"QuorumFsync\"");
    }

    @Test
    void a_field_of_another_release_is_passed_over() {
        RedisReplicaSet set = serialization.unmarshal("""
                apiVersion: redisreplicaset.io/v1alpha1
                kind: RedisReplicaSet
                metadata: {name: cache}
                spec: {replicas: 5, tomorrow: 1, failover: {tomorrow: [2]}}
                tomorrow: 3
                """, RedisReplicaSet.class);

        assertThat(set.getSpec().replicas()).isEqualTo(5);
        assertThat(SpecRules.problems(set, null)).isEmpty();
    }

    @Test
    void a_set_without_a_spec_has_the_defaults() {
        String set = "apiVersion: redisreplicaset.io/v1alpha1\nkind: RedisReplicaSet\n";

        assertThat(serialization.unmarshal(set, RedisReplicaSet.class).getSpec())
                .isEqualTo(RedisReplicaSetSpec.defaults());
        assertThat(serialization
                        .unmarshal(set + "spec: null\n", RedisReplicaSet.class)
                        .getSpec())
                .isEqualTo(RedisReplicaSetSpec.defaults());
    }

    @Test
    void a_spec_comes_back_as_it_was_written() {
        for (SpecCases.Case c : SpecCases.valid()) {
            RedisReplicaSetSpec spec = SpecReader.read(c.spec(), UnknownField.REFUSE);
            String json = serialization.asJson(spec);

            assertThat(serialization.unmarshal(json, RedisReplicaSetSpec.class))
                    .as(c.title())
                    .isEqualTo(spec);
            assertThat(json).as(c.title()).doesNotContain("unreadable", "null");
        }
    }

    @Test
    void a_spec_that_is_no_map_is_told() {
        JsonNode list = SpecYaml.tree("[1, 2]");

        assertThat(SpecReader.read(list, UnknownField.IGNORE).unreadable())
                .containsExactly(new Problem("spec", "a map", "[1,2]"));
    }
}
