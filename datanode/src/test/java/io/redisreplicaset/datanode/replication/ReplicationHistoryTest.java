package io.redisreplicaset.datanode.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.datanode.replication.PsyncVerdict.FullSync;
import io.redisreplicaset.datanode.replication.PsyncVerdict.Reason;
import io.redisreplicaset.datanode.replication.PsyncVerdict.Resume;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// One test a sentence of what the Redis documentation says about `PSYNC`.
final class ReplicationHistoryTest {
    private static final ReplicationId OURS = new ReplicationId("a".repeat(40));
    private static final ReplicationId BEFORE = new ReplicationId("b".repeat(40));
    private static final ReplicationId FOREIGN = new ReplicationId("c".repeat(40));
    private static final Optional<BacklogRange> BACKLOG = Optional.of(new BacklogRange(51, 200));
    /// A master that took over at offset 100, of which bytes 51 to 200 are kept.
    private static final ReplicationHistory HISTORY =
            ReplicationHistory.startingWith(BEFORE).promotedAt(100, OURS);

    @Test
    void resumes_a_replica_of_this_history_where_it_stopped() {
        assertThat(judge(OURS, 150)).isEqualTo(new Resume(150));
    }

    @Test
    void resumes_a_replica_that_has_everything_with_the_byte_that_comes_next() {
        assertThat(judge(OURS, 201)).isEqualTo(new Resume(201));
    }

    @Test
    void refuses_an_offset_ahead_of_the_master() {
        assertThat(judge(OURS, 202)).isEqualTo(new FullSync(Reason.AHEAD_OF_US));
    }

    @Test
    void resumes_from_the_oldest_byte_that_is_kept() {
        assertThat(judge(OURS, 51)).isEqualTo(new Resume(51));
    }

    @Test
    void refuses_a_replica_that_fell_behind_the_backlog() {
        assertThat(judge(OURS, 50)).isEqualTo(new FullSync(Reason.FALLEN_BEHIND));
    }

    @Test
    void resumes_a_replica_of_the_earlier_history_up_to_the_fork() {
        assertThat(judge(BEFORE, 101)).isEqualTo(new Resume(101));
    }

    @Test
    void refuses_a_replica_that_went_past_the_fork() {
        assertThat(judge(BEFORE, 102)).isEqualTo(new FullSync(Reason.PAST_THE_FORK));
    }

    @Test
    void refuses_a_history_that_it_never_heard_of() {
        assertThat(judge(FOREIGN, 101)).isEqualTo(new FullSync(Reason.UNKNOWN_HISTORY));
    }

    @Test
    void forgets_the_history_before_the_last() {
        ReplicationHistory thirdMaster = HISTORY.promotedAt(200, FOREIGN);

        assertThat(thirdMaster.judge(new PsyncRequest.Continue(BEFORE, 60), BACKLOG))
                .isEqualTo(new FullSync(Reason.UNKNOWN_HISTORY));
    }

    @Test
    void sends_everything_to_a_replica_that_asks_for_it() {
        assertThat(HISTORY.judge(new PsyncRequest.Everything(), BACKLOG))
                .isEqualTo(new FullSync(Reason.ASKED_FOR_EVERYTHING));
    }

    @Test
    void resumes_nobody_without_a_backlog() {
        assertThat(HISTORY.judge(new PsyncRequest.Continue(OURS, 150), Optional.empty()))
                .isEqualTo(new FullSync(Reason.NO_BACKLOG));
    }

    @Test
    void resumes_from_an_empty_backlog_only_where_it_begins() {
        Optional<BacklogRange> empty = Optional.of(BacklogRange.emptyAfter(100));

        assertThat(HISTORY.judge(new PsyncRequest.Continue(OURS, 101), empty)).isEqualTo(new Resume(101));
        assertThat(HISTORY.judge(new PsyncRequest.Continue(OURS, 100), empty))
                .isEqualTo(new FullSync(Reason.FALLEN_BEHIND));
    }

    @Test
    void a_replica_that_is_continued_under_a_new_id_remembers_the_old_one() {
        ReplicationHistory replica = ReplicationHistory.startingWith(BEFORE).continuedUnder(OURS, 100);

        assertThat(replica).isEqualTo(HISTORY);
        assertThat(replica.continuedUnder(OURS, 150)).isSameAs(replica);
    }

    @Test
    void a_second_offset_stands_beside_a_second_id_only() {
        assertThatThrownBy(() -> new ReplicationHistory(OURS, Optional.empty(), 5))
                .hasMessage("second offset: wanted -1, got 5");
        assertThatThrownBy(() -> new ReplicationHistory(OURS, Optional.of(BEFORE), -1))
                .hasMessage("second offset: wanted 1 or more, got -1");
    }

    @Test
    void an_id_is_forty_hex_digits_in_either_case() {
        assertThat(new ReplicationId("AB".repeat(20)).hex()).isEqualTo("ab".repeat(20));
        assertThatThrownBy(() -> new ReplicationId("xyz"))
                .hasMessage("replication id: wanted 40 hex digits, got 'xyz'");
        assertThatThrownBy(() -> new ReplicationId("g".repeat(40))).isInstanceOf(IllegalArgumentException.class);
        SplittableRandom random = new SplittableRandom(1);
        assertThat(ReplicationId.random(random)).isNotEqualTo(ReplicationId.random(random));
    }

    @Test
    void a_backlog_range_cannot_be_inside_out() {
        assertThatThrownBy(() -> new BacklogRange(10, 8))
                .hasMessage("backlog range: wanted 1 <= first <= end + 1, got first 10, end 8");
        assertThatThrownBy(() -> new BacklogRange(0, 8)).isInstanceOf(IllegalArgumentException.class);
    }

    private static PsyncVerdict judge(ReplicationId id, long fromOffset) {
        return HISTORY.judge(new PsyncRequest.Continue(id, fromOffset), BACKLOG);
    }
}
