package io.redisreplicaset.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.redisreplicaset.operator.api.SpecReader.UnknownField;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class SpecRulesTest {
    @TestFactory
    Stream<DynamicTest> accepts() {
        return SpecCases.valid().stream()
                .map(c -> dynamicTest(c.title(), () -> assertThat(problems(c)).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> refuses() {
        return SpecCases.invalid().stream()
                .map(c -> dynamicTest(c.title(), () -> {
                    List<Problem> problems = problems(c);
                    assertThat(problems).hasSize(1);
                    Problem problem = problems.getFirst();
                    assertThat(problem.field()).startsWith(c.field());
                    assertThat(problem.wanted()).isNotBlank();
                    assertThat(problem.got()).isNotBlank();
                }));
    }

    @TestFactory
    Stream<DynamicTest> judges_the_change() {
        return SpecCases.changes().stream()
                .map(c -> dynamicTest(c.title(), () -> {
                    List<Problem> problems = SpecRules.problems(spec(c.to()), spec(c.from()));
                    if (c.field() == null) {
                        assertThat(problems).isEmpty();
                    } else {
                        assertThat(problems).extracting(Problem::field).containsExactly(c.field());
                    }
                }));
    }

    @Test
    void tells_all_that_is_wrong_and_not_the_first_thing_only() {
        RedisReplicaSetSpec spec = spec(SpecYaml.tree("""
                replicas: 12
                durability: Quorum
                failover: {detectionTimeoutMillis: 1, isolationTimeoutMillis: 2}
                persistence: {enabled: true}
                config: {port: "1", dir: /x}
                """));

        assertThat(SpecRules.problems(spec, null))
                .extracting(Problem::sentence)
                .containsExactly(
                        "spec.replicas: wanted 1 to 9, got 12",
                        "spec.failover.detectionTimeoutMillis: wanted 200 to 60000, got 1",
                        "spec.failover.isolationTimeoutMillis: wanted 200 to 60000, got 2",
                        "spec.persistence.size: wanted a size, for example 10Gi, got nothing",
                        "spec.config[port]: wanted a key that the operator does not own, got 'port'",
                        "spec.config[dir]: wanted a key that the operator does not own, got 'dir'");
    }

    @Test
    void a_change_is_not_judged_by_an_old_spec_that_could_not_be_read() {
        RedisReplicaSetSpec unreadable = spec(SpecYaml.tree("durability: Tomorrow"));
        RedisReplicaSetSpec now = spec(SpecYaml.tree("persistence: {enabled: true, size: 1Gi}"));

        assertThat(SpecRules.problems(now, unreadable)).isEmpty();
    }

    private static List<Problem> problems(SpecCases.Case c) {
        List<Problem> all = new ArrayList<>(SpecRules.nameProblems(c.setName()));
        all.addAll(SpecRules.problems(spec(c.spec()), null));
        return all;
    }

    private static RedisReplicaSetSpec spec(JsonNode written) {
        return SpecReader.read(written, UnknownField.REFUSE);
    }
}
