package io.redisreplicaset.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ManifestTest {
    @Test
    void a_short_file_is_a_whole_set() {
        Manifest manifest = Manifest.read("""
                # A comment
                apiVersion: redisreplicaset.io/v1alpha1
                kind: RedisReplicaSet
                metadata:
                  name: cache
                spec:
                  replicas: 5
                """);

        assertThat(manifest).isInstanceOfSatisfying(Manifest.Accepted.class, accepted -> {
            assertThat(accepted.set().getMetadata().getName()).isEqualTo("cache");
            assertThat(accepted.set().getSpec().replicas()).isEqualTo(5);
            assertThat(accepted.set().getSpec().durability()).isEqualTo(Durability.ASYNC);
        });
    }

    @Test
    void a_slip_in_a_fields_name_is_told_with_the_names_that_there_are() {
        assertThat(refusal("spec: {topology: {kind: Chain}}"))
                .isEqualTo("spec.topology.kind: wanted one of type, got an unknown field");
    }

    @Test
    void a_field_beside_the_spec_is_told() {
        assertThat(refusal("replicas: 3\nspec: {}"))
                .isEqualTo("replicas: wanted one of apiVersion, kind, metadata, spec, got an unknown field");
    }

    @Test
    void a_file_without_a_spec_is_told() {
        assertThat(refusal("")).isEqualTo("spec: wanted a map, got nothing");
    }

    @Test
    void a_number_that_should_be_quoted_is_told() {
        assertThat(refusal("spec: {config: {timeout: 10}}"))
                .isEqualTo("spec.config.timeout: wanted a string (in quotes), got 10");
    }

    @Test
    void a_rule_that_the_spec_breaks_is_told() {
        assertThat(refusal("spec: {replicas: 1, durability: Quorum}"))
                .isEqualTo("spec.durability: wanted Async, or 3 replicas or more, got Quorum with 1");
    }

    @Test
    void a_field_that_stands_twice_is_told_with_its_line() {
        assertThat(refusal("spec:\n  replicas: 3\n  replicas: 5"))
                .startsWith("line 6, column ")
                .contains("replicas");
    }

    @Test
    void text_that_is_no_yaml_is_told_with_its_line() {
        assertThat(refusals("spec: [1, 2\nkind: {")).startsWith("line 2, column ");
    }

    @Test
    void another_kind_is_told() {
        assertThat(refusals("{apiVersion: v1, kind: Pod, metadata: {name: cache}, spec: {}}"))
                .isEqualTo(
                        "apiVersion: wanted redisreplicaset.io/v1alpha1, got v1; kind: wanted RedisReplicaSet, got Pod");
    }

    @Test
    void a_file_of_two_sets_is_told() {
        assertThat(refusals("{kind: A}\n---\n{kind: B}\n"))
                .isEqualTo("the file: wanted one RedisReplicaSet, got 2 documents");
    }

    @Test
    void an_empty_file_is_told() {
        assertThat(refusals("# nothing\n")).isEqualTo("the file: wanted one RedisReplicaSet, got 0 documents");
    }

    @Test
    void a_set_without_a_name_is_told() {
        assertThat(refusals("{apiVersion: redisreplicaset.io/v1alpha1, kind: RedisReplicaSet, spec: {}}"))
                .startsWith("metadata.name: wanted a DNS label");
    }

    private static String refusal(String rest) {
        return refusals("""
                apiVersion: redisreplicaset.io/v1alpha1
                kind: RedisReplicaSet
                metadata: {name: cache}
                """ + rest);
    }

    private static String refusals(String yaml) {
        return switch (Manifest.read(yaml)) {
            case Manifest.Accepted accepted -> throw new AssertionError("accepted " + accepted.set());
            case Manifest.Refused refused ->
                String.join(
                        "; ", refused.problems().stream().map(Problem::sentence).toList());
        };
    }
}
