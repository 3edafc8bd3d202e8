package io.redisreplicaset.datanode.replication.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.datanode.replication.SnapshotFraming;
import io.redisreplicaset.datanode.replication.master.ReplicaSession.Due;
import io.redisreplicaset.datanode.replication.master.ReplicaSession.Phase;
import org.junit.jupiter.api.Test;

final class ReplicaSessionTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long TIMEOUT = 60 * SECOND;
    private static final SnapshotFraming FROM_FILE = new SnapshotFraming.OfLength(1000);
    private static final SnapshotFraming WHILE_MADE = new SnapshotFraming.UntilMark("x".repeat(40));

    private long now = 5 * SECOND;

    private ReplicaSession waiting() {
        return ReplicaSession.awaitingSnapshot(true, now);
    }

    private Due due(ReplicaSession session, boolean isStuck) {
        return session.due(TIMEOUT, isStuck, now);
    }

    @Test
    void a_replica_that_resumes_is_online_at_once() {
        ReplicaSession session = ReplicaSession.resumed(now);
        assertThat(session.isOnline()).isTrue();
        assertThat(session.hasSnapshot()).isTrue();
        assertThat(session.stateWord()).isEqualTo("online");
    }

    @Test
    void one_that_waits_for_a_snapshot_hears_a_sign_of_life_each_second() {
        ReplicaSession session = waiting();
        assertThat(due(session, false)).isEqualTo(Due.NOTHING);
        now += SECOND;
        assertThat(due(session, false)).isEqualTo(Due.SIGN_OF_LIFE);
        assertThat(due(session, false)).isEqualTo(Due.NOTHING);
        now += SECOND;
        assertThat(due(session, false)).isEqualTo(Due.SIGN_OF_LIFE);
    }

    @Test
    void one_that_waits_is_never_given_up_for_its_silence() {
        ReplicaSession session = waiting();
        now += 100 * TIMEOUT;
        assertThat(due(session, false)).isEqualTo(Due.SIGN_OF_LIFE);
    }

    @Test
    void the_end_of_a_file_brings_the_stream_at_once() {
        ReplicaSession session = waiting();
        assertThat(session.stateWord()).isEqualTo("wait_bgsave");
        session.snapshotBegan(FROM_FILE, now);
        assertThat(session.stateWord()).isEqualTo("send_bulk");
        assertThat(session.hasSnapshot()).isFalse();
        session.snapshotSent(now);
        assertThat(session.phase()).isEqualTo(Phase.ONLINE);
    }

    @Test
    void the_end_of_a_snapshot_without_a_length_must_be_confirmed_first() {
        ReplicaSession session = waiting();
        session.snapshotBegan(WHILE_MADE, now);
        assertThat(session.stateWord()).isEqualTo("wait_bgsave");
        session.snapshotSent(now);
        assertThat(session.phase()).isEqualTo(Phase.AWAITING_ACK);
        assertThat(session.isOnline()).isFalse();
        assertThat(session.stateWord()).isEqualTo("online");
        assertThat(session.acked(500, now)).isTrue();
        assertThat(session.isOnline()).isTrue();
        assertThat(session.acked(501, now)).isFalse();
    }

    @Test
    void a_snapshot_that_came_to_nothing_is_waited_for_again() {
        ReplicaSession session = waiting();
        session.snapshotBegan(WHILE_MADE, now);
        session.snapshotFailed(now);
        assertThat(session.phase()).isEqualTo(Phase.AWAITING_SNAPSHOT);
        session.snapshotBegan(FROM_FILE, now);
        session.snapshotSent(now);
        assertThat(session.isOnline()).isTrue();
    }

    @Test
    void a_snapshot_can_not_end_that_did_not_begin() {
        ReplicaSession session = waiting();
        assertThatThrownBy(() -> session.snapshotSent(now)).isInstanceOf(IllegalStateException.class);
        session.snapshotBegan(FROM_FILE, now);
        assertThatThrownBy(() -> session.snapshotBegan(FROM_FILE, now)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void one_that_takes_bytes_is_waited_for_however_long_it_takes() {
        ReplicaSession session = waiting();
        session.snapshotBegan(FROM_FILE, now);
        for (int i = 0; i < 10; i++) {
            now += TIMEOUT - SECOND;
            assertThat(due(session, true)).isEqualTo(Due.NOTHING);
            session.progressed(now);
        }
    }

    @Test
    void one_that_takes_no_bytes_is_given_up() {
        ReplicaSession session = waiting();
        session.snapshotBegan(FROM_FILE, now);
        now += TIMEOUT + 1;
        // There is nothing for it to take: the snapshot is slow, not the replica.
        assertThat(due(session, false)).isEqualTo(Due.NOTHING);
        assertThat(due(session, true)).isEqualTo(Due.TIMED_OUT_IN_FULL_SYNC);
    }

    @Test
    void one_that_acks_nothing_is_given_up() {
        ReplicaSession session = ReplicaSession.resumed(now);
        now += TIMEOUT;
        assertThat(due(session, false)).isEqualTo(Due.NOTHING);
        now += 1;
        assertThat(due(session, false)).isEqualTo(Due.TIMED_OUT_ONLINE);
    }

    @Test
    void one_that_loads_is_alive_as_long_as_it_says_so() {
        ReplicaSession session = waiting();
        session.snapshotBegan(WHILE_MADE, now);
        session.snapshotSent(now);
        for (int i = 0; i < 10; i++) {
            now += TIMEOUT - SECOND;
            assertThat(due(session, false)).isEqualTo(Due.NOTHING);
            session.heard(now);
        }
    }

    @Test
    void one_that_came_by_sync_may_be_silent_for_ever() {
        ReplicaSession session = ReplicaSession.awaitingSnapshot(false, now);
        session.snapshotBegan(FROM_FILE, now);
        session.snapshotSent(now);
        now += 100 * TIMEOUT;
        assertThat(due(session, false)).isEqualTo(Due.NOTHING);
        assertThat(session.lagSeconds(now)).isZero();
        // Once it has acked, it is like the others.
        session.acked(1, now);
        now += TIMEOUT + 1;
        assertThat(due(session, false)).isEqualTo(Due.TIMED_OUT_ONLINE);
    }

    @Test
    void an_ack_never_takes_an_earlier_one_back() {
        ReplicaSession session = ReplicaSession.resumed(now);
        session.acked(100, now);
        session.acked(99, now);
        assertThat(session.ackedOffset()).isEqualTo(100);
    }

    @Test
    void lag_is_counted_in_whole_seconds_since_it_was_heard() {
        ReplicaSession session = ReplicaSession.resumed(now);
        now += 2 * SECOND - 1;
        assertThat(session.lagSeconds(now)).isEqualTo(1);
        assertThat(session.isGood(1, now)).isTrue();
        now += 1;
        assertThat(session.isGood(1, now)).isFalse();
        session.heard(now);
        assertThat(session.isGood(1, now)).isTrue();
    }

    @Test
    void one_without_its_snapshot_is_not_good() {
        assertThat(waiting().isGood(10, now)).isFalse();
    }
}
