package io.redisreplicaset.operator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.operator.topology.Attempt.Kind;
import io.redisreplicaset.operator.topology.Attempt.Stage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SetRecordTest {
    private final SetSketch set = SetSketch.running(3);
    private final VoterGroup config = set.groupOf(0, 1, 2);

    @Test
    void a_set_that_was_never_begun_has_no_voters() {
        SetRecord initial = SetRecord.initial("v1");

        assertThat(initial.groups()).isEmpty();
        assertThat(initial.isInitialized()).isFalse();
    }

    @Test
    void an_unfinished_change_gives_a_say_to_both_groups() {
        VoterGroup newer = set.groupOf(0, 1);

        SetRecord record = set.record.withVoters(config, Optional.of(newer));

        assertThat(record.groups()).isEqualTo(List.of(config, newer));
        assertThat(record.isVoter("disk-2")).isTrue();
    }

    @Test
    void the_first_voters_are_unfinished_and_the_only_group() {
        SetRecord record = SetRecord.initial("v1").withVoters(VoterGroup.NONE, Optional.of(config));

        assertThat(record.groups()).isEqualTo(List.of(config));
    }

    @Test
    void a_reserved_epoch_outlives_its_attempt() {
        SetRecord reserved = set.record.withAttempt(Optional.of(set.attempt(4, Kind.FAILOVER, Stage.FENCING)));

        SetRecord given = reserved.withAttempt(Optional.empty());

        assertThat(given.epoch()).isEqualTo(4);
        assertThat(given.targetedEpoch()).isEqualTo(1);
        assertThat(given.attempt()).isEmpty();
    }

    @Test
    void a_written_target_is_remembered_as_one_that_may_have_been_master() {
        Attempt attempt = set.attempt(4, Kind.FAILOVER, Stage.FENCING);

        SetRecord written = set.record
                .withAttempt(Optional.of(attempt))
                .withTarget(attempt.promoting(set.voter(1), config), 1)
                .withAttempt(Optional.empty());

        assertThat(written.targetedEpoch()).isEqualTo(4);
        assertThat(written.master()).contains(new MasterRecord(set.voter(0), 1));
    }

    @Test
    void a_recorded_master_ends_the_attempt() {
        SetRecord begun = set.record.withAttempt(Optional.of(set.attempt(4, Kind.FAILOVER, Stage.FENCING)));

        SetRecord done = begun.withMaster(new MasterRecord(set.voter(1), 4), 1);

        assertThat(done.attempt()).isEmpty();
        assertThat(done.isMaster("cache-1")).isTrue();
        assertThat(done.targetedEpoch()).isEqualTo(4);
    }

    @Test
    void a_promoting_attempt_names_target_and_voters_and_keeps_the_rest() {
        Attempt attempt = set.attempt(4, Kind.FAILOVER, Stage.FENCING);

        Attempt promoting = attempt.promoting(set.voter(2), config);

        assertThat(promoting.stage()).isEqualTo(Stage.PROMOTING);
        assertThat(promoting.target()).contains(set.voter(2));
        assertThat(promoting.votersToBe()).contains(config);
        assertThat(promoting.epoch()).isEqualTo(4);
        assertThat(promoting.coordinator()).isEqualTo(SetSketch.COORDINATOR);
        assertThat(promoting.startedAt()).isEqualTo(attempt.startedAt());
    }
}
