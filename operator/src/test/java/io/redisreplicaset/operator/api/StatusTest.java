package io.redisreplicaset.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StatusTest {
    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");
    private static final Instant ELEVEN = Instant.parse("2026-11-21T11:00:00Z");

    private final KubernetesSerialization serialization = new KubernetesSerialization();

    @Test
    void a_full_status_comes_back_as_it_was_written() {
        RedisReplicaSetStatus status = full();

        String json = serialization.asJson(status);

        assertThat(serialization.unmarshal(json, RedisReplicaSetStatus.class)).isEqualTo(status);
        assertThat(json)
                .contains(
                        "\"phase\":\"FailingOver\"", "\"role\":\"master\"", "\"masterSince\":\"2026-11-21T10:00:00Z\"");
    }

    @Test
    void an_empty_status_comes_back_as_it_was_written() {
        RedisReplicaSetStatus status = RedisReplicaSetStatus.empty();

        assertThat(serialization.unmarshal(serialization.asJson(status), RedisReplicaSetStatus.class))
                .isEqualTo(status);
    }

    @Test
    void a_builder_changes_what_it_is_told_to_and_nothing_else() {
        assertThat(full().toBuilder().build()).isEqualTo(full());
        assertThat(full().toBuilder().epoch(8).build())
                .usingRecursiveComparison()
                .ignoringFields("epoch")
                .isEqualTo(full());
    }

    @Test
    void a_status_of_a_newer_release_is_read_as_far_as_it_is_known() {
        RedisReplicaSetStatus status = serialization.unmarshal("""
                epoch: 7
                phase: Dreaming
                tomorrow: {a: 1}
                voters: {members: [{nodeId: a, name: cache-0, tomorrow: 1}], writeQuorum: 1, tomorrow: 1}
                failover: {epoch: 8, stage: Later, coordinator: x, startedAt: "2026-11-21T10:00:00Z", tomorrow: 1}
                nodes:
                  - {name: cache-0, role: dreamer, linkStatus: wonderful, tomorrow: 1}
                conditions:
                  - {type: Dreaming, status: "True", reason: A, message: b, lastTransitionTime: "2026-11-21T10:00:00Z"}
                  - {type: Ready, status: "True", reason: A, message: b, lastTransitionTime: "2026-11-21T10:00:00Z"}
                """, RedisReplicaSetStatus.class);

        assertThat(status.epoch()).isEqualTo(7);
        assertThat(status.phase()).isNull();
        assertThat(status.voters()).isEqualTo(new VoterGroupStatus(List.of(new VoterStatus("a", "cache-0")), 1));
        assertThat(status.failover())
                .extracting(FailoverStatus::epoch, FailoverStatus::coordinator, FailoverStatus::stage)
                .containsExactly(8L, "x", null);
        assertThat(status.nodes().getFirst().role()).isNull();
        assertThat(status.nodes().getFirst().linkStatus()).isNull();
        assertThat(status.conditions()).extracting(SetCondition::type).containsExactly(ConditionType.READY);
    }

    @Test
    void a_condition_that_did_not_change_keeps_its_time() {
        SetCondition ready = condition(ConditionStatus.TRUE, "AllReady", TEN);

        assertThat(condition(ConditionStatus.TRUE, "AllReady", ELEVEN).replacedIn(List.of(ready)))
                .containsExactly(ready);
    }

    @Test
    void a_condition_with_a_new_reason_keeps_its_time() {
        SetCondition ready = condition(ConditionStatus.FALSE, "Creating", TEN);

        assertThat(condition(ConditionStatus.FALSE, "NodeDown", ELEVEN).replacedIn(List.of(ready)))
                .containsExactly(condition(ConditionStatus.FALSE, "NodeDown", TEN));
    }

    @Test
    void a_condition_that_changed_gets_the_new_time_in_its_old_place() {
        SetCondition ready = condition(ConditionStatus.TRUE, "AllReady", TEN);
        SetCondition paused = new SetCondition(ConditionType.PAUSED, ConditionStatus.FALSE, "Running", "", TEN, 1);
        SetCondition notReady = condition(ConditionStatus.FALSE, "NodeDown", ELEVEN);

        assertThat(notReady.replacedIn(List.of(ready, paused))).containsExactly(notReady, paused);
    }

    @Test
    void a_sentence_too_long_for_the_schema_is_cut() {
        String text = "x".repeat(5_000);

        SetCondition condition = new SetCondition(ConditionType.READY, ConditionStatus.TRUE, "A", text, TEN, 1);

        assertThat(condition.message()).hasSize(SetCondition.MAX_MESSAGE_CHARS).endsWith("…");
        assertThat(RedisReplicaSetStatus.empty().toBuilder()
                        .phaseReason(text)
                        .build()
                        .phaseReason())
                .hasSize(RedisReplicaSetStatus.MAX_PHASE_REASON_CHARS);
    }

    static RedisReplicaSetStatus full() {
        return RedisReplicaSetStatus.empty().toBuilder()
                .observedGeneration(4)
                .phase(Phase.FAILING_OVER)
                .phaseReason("cache-0 is dead; cache-1 takes over.")
                .replicas(3)
                .readyReplicas(2)
                .selector("redisreplicaset.io/set=cache")
                .epoch(7)
                .master("cache-0")
                .masterSince(TEN)
                .targetedEpoch(6)
                .rootEpoch(1)
                .masterNodeId("a".repeat(40))
                .masterEpoch(6)
                .voters(new VoterGroupStatus(List.of(voter("a", 0), voter("b", 1), voter("c", 2)), 2))
                .unfinishedVoters(new VoterGroupStatus(List.of(voter("a", 0), voter("b", 1)), 2))
                .failover(new FailoverStatus(
                        7,
                        "operator-1",
                        FailoverKind.FAILOVER,
                        FailoverStage.PROMOTING,
                        voter("a", 0),
                        voter("b", 1),
                        new VoterGroupStatus(List.of(voter("b", 1), voter("c", 2)), 2),
                        "MasterDead",
                        130,
                        ELEVEN))
                .lastFailover(new LastFailoverStatus("cache-2", "cache-0", "MasterDead", 120, 310, TEN))
                .failovers(6)
                .revision("5d41402abc")
                .updatingTo("5d41402abc")
                .updatedReplicas(3)
                .nodes(List.of(new DataNodeStatus(
                        "cache-0",
                        NodeRole.MASTER,
                        null,
                        true,
                        LinkStatus.NONE,
                        true,
                        "5d41402abc",
                        "a".repeat(40),
                        "d".repeat(40))))
                .condition(condition(ConditionStatus.FALSE, "NodeDown", TEN))
                .build();
    }

    private static VoterStatus voter(String digit, int ordinal) {
        return new VoterStatus(digit.repeat(40), "cache-" + ordinal);
    }

    private static SetCondition condition(ConditionStatus status, String reason, Instant at) {
        return new SetCondition(ConditionType.READY, status, reason, "", at, 1);
    }
}
