package io.redisreplicaset.datanode.replication.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.replication.SnapshotFraming;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One test a sentence of what the Redis documentation says about who counts for WAIT and `min-replicas-to-write`.
final class WaitSpecTest {
    private static final long SECOND = 1_000_000_000L;

    private long now = 5 * SECOND;

    private ReplicaSession at(long offset) {
        ReplicaSession session = ReplicaSession.resumed(now);
        session.acked(offset, now);
        return session;
    }

    @Test
    void replicas_count_that_acknowledged_the_write_or_more() {
        List<ReplicaSession> replicas = List.of(at(99), at(100), at(101));
        assertThat(AckLedger.holding(replicas, 100)).isEqualTo(2);
    }

    @Test
    void a_client_that_has_written_nothing_is_served_by_every_replica() {
        assertThat(AckLedger.holding(List.of(at(0), at(7)), 0)).isEqualTo(2);
    }

    @Test
    void without_replicas_nobody_counts() {
        assertThat(AckLedger.holding(List.of(), 0)).isZero();
        assertThat(AckLedger.good(List.of(), 10, now)).isZero();
    }

    @Test
    void a_replica_that_is_still_at_its_snapshot_does_not_count() {
        ReplicaSession waiting = ReplicaSession.awaitingSnapshot(true, now);
        ReplicaSession unconfirmed = ReplicaSession.awaitingSnapshot(true, now);
        unconfirmed.snapshotBegan(new SnapshotFraming.UntilMark("x".repeat(40)), now);
        unconfirmed.snapshotSent(now);
        assertThat(AckLedger.holding(List.of(waiting, unconfirmed), 0)).isZero();
    }

    @Test
    void good_replicas_are_those_whose_lag_is_not_above_the_bound() {
        ReplicaSession old = at(1);
        now += 3 * SECOND;
        ReplicaSession fresh = at(1);
        assertThat(AckLedger.good(List.of(old, fresh), 2, now)).isEqualTo(1);
        assertThat(AckLedger.good(List.of(old, fresh), 3, now)).isEqualTo(2);
    }
}
