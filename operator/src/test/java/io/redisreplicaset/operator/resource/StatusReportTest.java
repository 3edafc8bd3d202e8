package io.redisreplicaset.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.DataNodeStatus;
import io.redisreplicaset.operator.api.LinkStatus;
import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.topology.SetRecord;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class StatusReportTest {
    private static final RedisReplicaSetStatus EMPTY = RedisReplicaSetStatus.empty();
    private static final Instant LATER = Scene.NOW.plusSeconds(3600);

    @Test
    void tells_how_many_nodes_there_are_and_how_many_are_ready_and_up_to_date() {
        Scene scene = Scene.of(
                        SceneNode.master(0),
                        SceneNode.replica(1).notReady(),
                        SceneNode.replica(2).ofRevision("older"),
                        SceneNode.replica(3))
                .wanting(3);

        RedisReplicaSetStatus status = report(EMPTY, scene);

        assertThat(status.replicas()).isEqualTo(4);
        assertThat(status.readyReplicas()).as("of those that are wanted").isEqualTo(2);
        assertThat(status.updatedReplicas()).isEqualTo(3);
        assertThat(status.revision()).isEqualTo(Scene.REVISION);
        assertThat(status.selector()).isEqualTo("redisreplicaset.io/set=cache");
        assertThat(status.observedGeneration()).isEqualTo(5);
    }

    @Test
    void tells_of_each_node_what_it_is_and_whom_it_follows() {
        Scene scene = Scene.of(
                SceneNode.master(0),
                SceneNode.replica(1).copying(),
                SceneNode.replica(2).following(1));

        assertThat(report(EMPTY, scene).nodes())
                .containsExactly(
                        new DataNodeStatus(
                                "cache-0",
                                NodeRole.MASTER,
                                null,
                                true,
                                LinkStatus.NONE,
                                true,
                                Scene.REVISION,
                                "disk-0",
                                "disk-0-process-1"),
                        new DataNodeStatus(
                                "cache-1",
                                NodeRole.REPLICA,
                                "cache-0",
                                true,
                                LinkStatus.SYNC,
                                true,
                                Scene.REVISION,
                                "disk-1",
                                "disk-1-process-1"),
                        new DataNodeStatus(
                                "cache-2",
                                NodeRole.REPLICA,
                                "cache-1",
                                true,
                                LinkStatus.UP,
                                true,
                                Scene.REVISION,
                                "disk-2",
                                "disk-2-process-1"));
    }

    @Test
    void an_upstream_that_is_none_of_the_sets_is_told_by_its_address() {
        Scene scene = Scene.of(SceneNode.master(0), SceneNode.replica(1).following(7), SceneNode.replica(2));

        assertThat(report(EMPTY, scene).nodes().get(1).upstream()).isEqualTo("10.0.0.8:6379");
    }

    @Test
    void of_a_node_that_does_not_answer_only_what_the_runtime_knows_is_told() {
        Scene scene = Scene.of(
                SceneNode.master(0), SceneNode.replica(1), SceneNode.replica(2).silent());

        assertThat(report(EMPTY, scene).nodes().getLast())
                .isEqualTo(new DataNodeStatus("cache-2", null, null, true, null, false, Scene.REVISION, null, null));
    }

    @Test
    void what_the_failover_protocol_remembers_is_not_touched() {
        RedisReplicaSetStatus before = RecordInStatus.write(
                        EMPTY, Scene.atRest().sight().record(), Scene.NOW)
                .build();

        // A report that was decided upon an older record.
        RedisReplicaSetStatus after = report(before, Scene.atRest().with(SetRecord.initial("1")));

        assertThat(RecordInStatus.read("7", after))
                .isEqualTo(Scene.atRest().sight().record());
        assertThat(after.masterSince()).isEqualTo(before.masterSince());
    }

    @Test
    void a_set_at_rest_has_nothing_to_write_however_much_its_offsets_and_ages_move() {
        RedisReplicaSetStatus before = report(EMPTY, Scene.atRest());

        Scene later = Scene.at(
                LATER,
                SceneNode.master(0).at(5_000_000).heard(120),
                SceneNode.replica(1).at(4_999_000).heard(250),
                SceneNode.replica(2).at(5_000_000).heard(0));

        assertThat(later.sight()).isNotEqualTo(Scene.atRest().sight());
        assertThat(report(before, later)).isEqualTo(before);
    }

    @Test
    void a_set_that_lacks_something_has_nothing_to_write_either_while_that_stays_so() {
        Scene scene = Scene.of(
                SceneNode.master(0),
                SceneNode.replica(1).withoutLink(3000),
                SceneNode.replica(2).absent());
        RedisReplicaSetStatus before = report(EMPTY, scene);

        Scene later = Scene.at(
                LATER,
                SceneNode.master(0).at(9_999).heard(30),
                SceneNode.replica(1).withoutLink(3_603_000).heard(77),
                SceneNode.replica(2).absent());

        assertThat(before.phase()).isEqualTo(Phase.DEGRADED);
        assertThat(report(before, later)).isEqualTo(before);
    }

    @Test
    void a_master_that_cannot_be_replaced_yet_is_written_once() {
        Scene scene = Scene.of(
                SceneNode.master(0).silent().notReady(),
                SceneNode.replica(1).withoutLink(4000).heard(4000),
                SceneNode.replica(2).absent());
        RedisReplicaSetStatus before = report(EMPTY, scene);

        Scene later = Scene.at(
                LATER,
                SceneNode.master(0).silent().notReady(),
                SceneNode.replica(1).withoutLink(3_604_000).heard(3_604_000),
                SceneNode.replica(2).absent());

        assertThat(report(before, later)).isEqualTo(before);
    }

    private static RedisReplicaSetStatus report(RedisReplicaSetStatus before, Scene scene) {
        return StatusReport.of(before, scene.sight(), scene.step(), 5, "redisreplicaset.io/set=cache");
    }
}
