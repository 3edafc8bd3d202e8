package io.redisreplicaset.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.ConditionStatus;
import io.redisreplicaset.operator.api.ConditionType;
import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.Problem;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.api.SetCondition;
import io.redisreplicaset.operator.failover.CoordinatorMemory;
import io.redisreplicaset.operator.failover.FailoverStep;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.VoterGroup;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ConditionReportTest {
    @Test
    void of_a_set_at_rest_everything_good_holds_and_nothing_bad() {
        assertThat(lines(Scene.atRest())).containsExactly("""
                Accepted True Valid: The spec is valid
                Ready True AllNodesReady: 3 of 3 nodes are ready
                MasterAvailable True MasterServes: cache-0 is master of epoch 1
                ReplicationHealthy True AllReplicasSynced: 2 replicas hold the master's history and follow it
                QuorumMet True VotersAnswer: 3 of 3 voters answer, 2 are needed
                Progressing False AtRest: 3 of 3 nodes serve
                DataLossRisk False NoRisk: Nothing waits for a person's decision
                Paused False NotPaused: The operator looks after the set
                """.split("\n"));
    }

    @Test
    void all_conditions_carry_the_generation_that_they_were_judged_by() {
        Scene scene = Scene.atRest();

        assertThat(ConditionReport.of(scene.sight(), scene.step(), 12))
                .allMatch(condition -> condition.observedGeneration() == 12);
    }

    @Test
    void a_node_that_is_not_ready_is_counted() {
        assertThat(line(
                        Scene.of(
                                SceneNode.master(0),
                                SceneNode.replica(1).notReady(),
                                SceneNode.replica(2).absent()),
                        ConditionType.READY))
                .isEqualTo("Ready False NodesNotReady: 1 of 3 nodes are ready");
    }

    @Test
    void a_set_whose_nodes_are_ready_and_whose_master_does_not_answer_is_not() {
        assertThat(line(
                        Scene.of(SceneNode.master(0).silent(), SceneNode.replica(1), SceneNode.replica(2)),
                        ConditionType.READY))
                .isEqualTo("Ready False NoMaster: 3 of 3 nodes are ready, and none of them serves as master");
    }

    @Test
    void a_set_that_never_had_a_master_has_none() {
        assertThat(line(
                        Scene.of(SceneNode.joining(0), SceneNode.joining(1), SceneNode.joining(2))
                                .with(SetRecord.initial("1")),
                        ConditionType.MASTER_AVAILABLE))
                .startsWith("MasterAvailable False NoMaster: The set has no master yet: ");
    }

    @Test
    void a_master_that_does_not_answer_serves_nobody() {
        assertThat(line(
                        Scene.of(SceneNode.master(0).silent(), SceneNode.replica(1), SceneNode.replica(2)),
                        ConditionType.MASTER_AVAILABLE))
                .isEqualTo("MasterAvailable False NoMaster: cache-0 does not serve as master: the master is suspected");
    }

    @Test
    void a_master_that_hears_no_majority_is_there_and_takes_no_writes() {
        assertThat(line(
                        Scene.of(SceneNode.master(0).withWritesClosed(), SceneNode.replica(1), SceneNode.replica(2)),
                        ConditionType.MASTER_AVAILABLE))
                .isEqualTo("MasterAvailable False WritesClosed: cache-0 is master of epoch 1 and takes no writes: it"
                        + " hears no majority of the set");
    }

    @Test
    void a_master_that_holds_writes_for_a_switchover_is_available() {
        assertThat(line(
                        Scene.of(SceneNode.master(0).paused(), SceneNode.replica(1), SceneNode.replica(2)),
                        ConditionType.MASTER_AVAILABLE))
                .isEqualTo("MasterAvailable True MasterServes: cache-0 is master of epoch 1");
    }

    @Test
    void each_replica_says_what_it_lacks() {
        Scene scene = Scene.of(
                        SceneNode.master(0),
                        SceneNode.replica(1).absent(),
                        SceneNode.replica(2).silent(),
                        SceneNode.replica(3).copying(),
                        SceneNode.replica(4).ofEpoch(0),
                        SceneNode.replica(5).following(3).withoutLink(900),
                        SceneNode.joining(6))
                .wanting(7);

        assertThat(line(scene, ConditionType.REPLICATION_HEALTHY))
                .isEqualTo("ReplicationHealthy False ReplicasBehind: cache-1 does not exist; cache-2 does not answer;"
                        + " cache-3 copies the data of cache-0; cache-4 has not reached the present epoch yet;"
                        + " cache-5 has no link to cache-3; cache-6 is joining and follows nobody yet");
    }

    @Test
    void a_majority_of_voters_that_does_not_answer_is_told_with_the_numbers() {
        assertThat(line(
                        Scene.of(
                                SceneNode.master(0),
                                SceneNode.replica(1).silent(),
                                SceneNode.replica(2).onDisk("another")),
                        ConditionType.QUORUM_MET))
                .isEqualTo("QuorumMet False VotersMissing: 1 of 3 voters answer, 2 are needed");
    }

    @Test
    void both_groups_are_counted_while_a_change_of_voters_is_unfinished() {
        SetRecord record = Scene.atRest().sight().record();
        VoterGroup two = new VoterGroup(
                List.of(SceneNode.master(0).voter(), SceneNode.replica(1).voter()), 2);

        assertThat(line(
                        Scene.of(SceneNode.master(0), SceneNode.replica(1).silent(), SceneNode.replica(2))
                                .with(record.withVoters(record.config(), Optional.of(two))),
                        ConditionType.QUORUM_MET))
                .isEqualTo("QuorumMet False VotersMissing: 2 of 3 voters answer, 2 are needed; 1 of 2 voters answer, 2"
                        + " are needed");
    }

    @Test
    void a_set_without_voters_has_no_quorum() {
        assertThat(line(Scene.atRest().with(SetRecord.initial("1")), ConditionType.QUORUM_MET))
                .isEqualTo("QuorumMet False NoVoters: The set has no voters yet");
    }

    @Test
    void a_set_that_is_being_changed_progresses() {
        Scene scene = Scene.of(SceneNode.master(0), SceneNode.replica(1), SceneNode.replica(2), SceneNode.replica(3));

        assertThat(line(scene, ConditionType.PROGRESSING)).isEqualTo("Progressing True Scaling: nodes are leaving");
    }

    @Test
    void a_set_that_waits_for_a_person_does_not_progress_and_says_what_is_at_stake() {
        Scene scene = Scene.atRest();
        FailoverStep step = new FailoverStep(
                List.of(
                        Action.emit(Reason.FAILOVER_BLOCKED, "two beginnings"),
                        Action.emit(Reason.DATA_LOSS_RISK, "two beginnings. To go on …")),
                CoordinatorMemory.fresh("somebody", Scene.NOW),
                Phase.BLOCKED,
                "two beginnings");

        List<String> lines = lines(scene, step);

        assertThat(lines)
                .contains(
                        "Progressing False AtRest: two beginnings",
                        "DataLossRisk True DataLossRisk: two beginnings. To go on …");
    }

    @Test
    void a_refused_spec_is_told_with_all_that_is_wrong() {
        SetCondition refused = ConditionReport.refused(
                List.of(
                        new Problem("spec.replicas", "1 to 9", "0"),
                        new Problem("spec.config[port]", "a key that the operator does not own", "'port'")),
                Scene.NOW,
                3);

        assertThat(line(refused))
                .isEqualTo("Accepted False SpecRejected: spec.replicas: wanted 1 to 9, got 0; spec.config[port]: wanted"
                        + " a key that the operator does not own, got 'port'");
    }

    @Test
    void a_paused_set_says_so() {
        assertThat(line(ConditionReport.paused(true, Scene.NOW, 3)))
                .isEqualTo("Paused True Paused: spec.paused is true: no failover, no repair, no change of any kind");
    }

    private static String line(Scene scene, ConditionType type) {
        return ConditionReport.of(scene.sight(), scene.step(), 1).stream()
                .filter(condition -> condition.type() == type)
                .map(ConditionReportTest::line)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> lines(Scene scene) {
        return lines(scene, scene.step());
    }

    private static List<String> lines(Scene scene, FailoverStep step) {
        return ConditionReport.of(scene.sight(), step, 1).stream()
                .map(ConditionReportTest::line)
                .toList();
    }

    private static String line(SetCondition condition) {
        String status = condition.status() == ConditionStatus.TRUE ? "True" : "False";
        return condition.type().word() + " " + status + " " + condition.reason() + ": " + condition.message();
    }
}
