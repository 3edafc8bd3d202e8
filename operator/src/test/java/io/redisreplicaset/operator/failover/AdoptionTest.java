package io.redisreplicaset.operator.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.topology.Attempt.Kind;
import io.redisreplicaset.operator.topology.Attempt.Stage;
import io.redisreplicaset.operator.topology.MasterRecord;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.NodeSketch;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.SetSketch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Roles are read from the nodes: where the record is behind, the record is wrong.
final class AdoptionTest {
    /// Node 1 is master of epoch 4, and the record knows of epoch 1.
    private static SetSketch behind() {
        return SetSketch.running(3).with(1, node -> {
            node.role = NodeRole.MASTER;
            node.epoch = 4;
            node.promisedEpoch = 4;
            node.holds(4, 120);
            node.voters = List.of("disk-0", "disk-1", "disk-2");
            node.writeQuorum = 2;
        });
    }

    @Test
    void a_master_of_a_later_epoch_is_the_master() {
        SetRecord saved = StepUnderTest.of(behind()).requireSaved();

        assertThat(saved.master()).contains(new MasterRecord(behind().voter(1), 4));
        assertThat(saved.epoch()).isEqualTo(4);
        assertThat(saved.targetedEpoch()).isEqualTo(4);
        assertThat(StepUnderTest.of(behind()).events()).containsExactly(Reason.MASTER_ELECTED);
    }

    @Test
    void a_record_that_was_lost_is_made_again_from_what_the_master_was_told() {
        SetSketch set = behind();
        set.record = SetRecord.initial("v1");

        SetRecord saved = StepUnderTest.of(set).requireSaved();

        assertThat(saved.config().isSameAs(set.groupOf(0, 1, 2))).isTrue();
        assertThat(saved.rootEpoch()).isEqualTo(1);
    }

    @Test
    void voters_are_found_by_what_the_master_hears_where_they_do_not_answer() {
        SetSketch set = behind().with(2, NodeSketch::silent);

        assertThat(StepUnderTest.of(set).requireSaved().config().contains("disk-2"))
                .isTrue();
    }

    @Test
    void nothing_is_done_while_a_voter_cannot_be_named() {
        SetSketch set = behind().with(1, node -> node.voters = List.of("disk-0", "disk-1", "disk-9"));

        StepUnderTest step = StepUnderTest.of(set);

        assertThat(step.deeds()).isEmpty();
        assertThat(step.step().phase()).isEqualTo(Phase.BLOCKED);
        assertThat(step.events()).containsExactly(Reason.FAILOVER_BLOCKED);
    }

    @Test
    void the_target_of_the_record_itself_is_adopted_with_the_voters_of_the_record() {
        SetSketch set = behind();
        set.record(record -> record.withTarget(
                        set.attempt(4, Kind.FAILOVER, Stage.FENCING).promoting(set.voter(1), set.groupOf(0, 1)), 1)
                .withVoters(set.groupOf(0, 1, 2), Optional.of(set.groupOf(0, 1)))
                .withAttempt(Optional.empty()));

        SetRecord saved = StepUnderTest.of(set).requireSaved();

        assertThat(saved.unfinished()).isPresent();
        assertThat(saved.isMaster("cache-1")).isTrue();
    }

    @Test
    void a_master_of_an_epoch_before_a_later_target_is_not_adopted() {
        SetSketch set = behind();
        set.record(record -> record.withMaster(new MasterRecord(set.voter(0), 6), 1));
        set.node(0).epoch = 6;
        set.node(0).promisedEpoch = 6;

        assertThat(StepUnderTest.of(set).saved()).isEmpty();
    }

    @Test
    void an_old_status_is_not_enough() {
        SetSketch set = behind().with(1, node -> node.askedAt = SetSketch.NOW.minusSeconds(10));

        assertThat(StepUnderTest.of(set).saved()).isEmpty();
    }
}
