package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.replication.PsyncRequest;
import io.redisreplicaset.datanode.replication.PsyncVerdict;
import io.redisreplicaset.datanode.replication.ReplicationHistory;
import io.redisreplicaset.datanode.replication.ReplicationId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReplicationLineageTest {
    private static final ReplicationId THEIRS = new ReplicationId("ab".repeat(20));
    private static final ReplicationId OTHER = new ReplicationId("cd".repeat(20));

    private final SnapshotFixture node = new SnapshotFixture();
    private final ReplicationLineage lineage = new ReplicationLineage(node.core);

    private void write(int database) {
        node.core.propagation().gather(database, bytes("DEL"), bytes("key"));
        node.core.propagation().commit(false);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void a_new_node_asks_for_everything() {
        assertThat(lineage.request()).isEqualTo(new PsyncRequest.Everything());
        assertThat(lineage.place()).isEmpty();
    }

    @Test
    void the_first_replica_begins_a_history_with_a_new_id() {
        ReplicationId before = lineage.history().id();
        lineage.keep();
        assertThat(lineage.history().id()).isNotEqualTo(before);
        ReplicationId present = lineage.history().id();
        // The next one joins it.
        lineage.keep();
        assertThat(lineage.history().id()).isEqualTo(present);
        assertThat(lineage.request()).isEqualTo(new PsyncRequest.Continue(present, 1));
    }

    @Test
    void a_forgotten_history_can_be_resumed_by_nobody() {
        lineage.keep();
        ReplicationId kept = lineage.history().id();
        lineage.forget();
        assertThat(lineage.judge(new PsyncRequest.Continue(kept, 1)))
                .isEqualTo(new PsyncVerdict.FullSync(PsyncVerdict.Reason.UNKNOWN_HISTORY));
        assertThat(lineage.request()).isEqualTo(new PsyncRequest.Everything());
    }

    @Test
    void a_copy_stands_where_its_upstream_says() {
        lineage.replacedBy(THEIRS, 1000, 3);
        assertThat(lineage.offset()).isEqualTo(1000);
        assertThat(lineage.request()).isEqualTo(new PsyncRequest.Continue(THEIRS, 1001));
        assertThat(lineage.place()).contains(new HistoryPlace(THEIRS, 1000, 3));
    }

    @Test
    void the_data_of_an_upstream_without_history_can_only_be_replaced() {
        lineage.replacedByNameless();
        assertThat(lineage.request()).isEqualTo(new PsyncRequest.Everything());
    }

    @Test
    void a_promoted_copy_goes_on_under_a_new_id_and_serves_its_siblings() {
        lineage.replacedBy(THEIRS, 1000, 0);
        lineage.promoted();
        assertThat(lineage.history().id2()).contains(THEIRS);
        assertThat(lineage.history().secondOffset()).isEqualTo(1001);
        assertThat(lineage.judge(new PsyncRequest.Continue(THEIRS, 1001))).isEqualTo(new PsyncVerdict.Resume(1001));
        assertThat(lineage.judge(new PsyncRequest.Continue(THEIRS, 1002)))
                .isEqualTo(new PsyncVerdict.FullSync(PsyncVerdict.Reason.PAST_THE_FORK));
    }

    @Test
    void a_master_that_becomes_a_replica_goes_on_in_the_database_of_its_own_last_write() {
        lineage.keep();
        write(5);
        lineage.demoted();
        assertThat(lineage.upstreamDatabase()).isEqualTo(5);
    }

    @Test
    void a_replica_that_changes_its_upstream_stays_in_the_database_of_the_history() {
        lineage.replacedBy(THEIRS, 1000, 3);
        // Its link was closed, and another one is opened: it has written nothing in between.
        lineage.demoted();
        assertThat(lineage.upstreamDatabase()).isEqualTo(3);
    }

    @Test
    void a_loaded_copy_goes_on_where_the_snapshot_stood() {
        lineage.loaded(new HistoryPlace(THEIRS, 77, 9), false);
        lineage.demoted();
        assertThat(lineage.upstreamDatabase()).isEqualTo(9);
        assertThat(lineage.request()).isEqualTo(new PsyncRequest.Continue(THEIRS, 78));
    }

    @Test
    void a_loaded_master_goes_on_under_a_new_id_and_can_be_resumed_from_where_it_was_saved() {
        lineage.loaded(new HistoryPlace(THEIRS, 77, 0), true);
        assertThat(lineage.history().id()).isNotEqualTo(THEIRS);
        assertThat(lineage.history().id2()).isEqualTo(Optional.of(THEIRS));
        assertThat(lineage.judge(new PsyncRequest.Continue(THEIRS, 78))).isEqualTo(new PsyncVerdict.Resume(78));
    }

    @Test
    void an_upstream_that_was_promoted_gives_the_history_another_name() {
        lineage.replacedBy(THEIRS, 1000, 0);
        lineage.continuedUnder(OTHER);
        assertThat(lineage.history()).isEqualTo(new ReplicationHistory(OTHER, Optional.of(THEIRS), 1001));
    }

    @Test
    void whoever_joins_the_stream_of_a_master_is_told_the_database() {
        lineage.keep();
        write(5);
        long before = lineage.offset();
        lineage.streamIsJoined();
        write(5);
        // DEL alone is shorter than SELECT and DEL.
        long joined = lineage.offset();
        write(5);
        assertThat(lineage.offset() - joined).isLessThan(joined - before);
    }

    @Test
    void whoever_joins_the_stream_of_a_replica_changes_nothing_in_it() {
        lineage.replacedBy(THEIRS, 1000, 3);
        lineage.streamIsJoined();
        assertThat(lineage.place()).contains(new HistoryPlace(THEIRS, 1000, 3));
    }

    @Test
    void data_that_was_lost_in_the_middle_of_a_load_has_no_place_in_any_history() {
        lineage.replacedBy(THEIRS, 1000, 0);
        lineage.lost();
        assertThat(lineage.request()).isEqualTo(new PsyncRequest.Everything());
        assertThat(lineage.place()).isEmpty();
    }
}
