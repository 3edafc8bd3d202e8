package io.redisreplicaset.datanode.replication.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.replication.master.SnapshotSharing.Decision;
import io.redisreplicaset.datanode.replication.master.SnapshotSharing.Decision.Begin;
import io.redisreplicaset.datanode.replication.master.SnapshotSharing.Decision.Join;
import io.redisreplicaset.datanode.replication.master.SnapshotSharing.Needs;
import io.redisreplicaset.datanode.replication.master.SnapshotSharing.Policy;
import io.redisreplicaset.datanode.replication.master.SnapshotSharing.Running;
import io.redisreplicaset.datanode.replication.master.SnapshotSharing.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SnapshotSharingTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Needs MODERN = new Needs(true, false);
    private static final Needs OLD = new Needs(false, false);
    private static final Needs KEYLESS = new Needs(true, true);
    private static final Policy WHILE_MADE = new Policy(true, 5 * SECOND, 0);
    private static final Policy BY_FILE = new Policy(false, 5 * SECOND, 0);

    private static List<Decision> decide(List<Waiting> waiting, List<Running> running, Policy policy, long now) {
        return SnapshotSharing.decide(waiting, running, policy, now);
    }

    @Test
    void nothing_is_to_be_done_for_nobody() {
        assertThat(decide(List.of(), List.of(), WHILE_MADE, 0)).isEmpty();
    }

    @Test
    void a_snapshot_that_is_sent_while_made_waits_for_others_to_come() {
        List<Waiting> first = List.of(new Waiting(1, MODERN, 0));
        assertThat(decide(first, List.of(), WHILE_MADE, 5 * SECOND - 1)).isEmpty();
        assertThat(decide(first, List.of(), WHILE_MADE, 5 * SECOND))
                .containsExactly(new Begin(List.of(1L), false, false));
    }

    @Test
    void the_first_who_came_sets_the_time_and_all_share_it() {
        List<Waiting> waiting = List.of(new Waiting(1, MODERN, 0), new Waiting(2, MODERN, 4 * SECOND));
        assertThat(decide(waiting, List.of(), WHILE_MADE, 5 * SECOND))
                .containsExactly(new Begin(List.of(1L, 2L), false, false));
    }

    @Test
    void enough_replicas_need_not_wait() {
        Policy two = new Policy(true, 3600 * SECOND, 2);
        Waiting first = new Waiting(1, MODERN, 0);
        Waiting second = new Waiting(2, MODERN, 0);
        assertThat(decide(List.of(first), List.of(), two, SECOND)).isEmpty();
        assertThat(decide(List.of(first, second), List.of(), two, SECOND))
                .containsExactly(new Begin(List.of(1L, 2L), false, false));
    }

    @Test
    void a_snapshot_by_file_begins_at_once() {
        assertThat(decide(List.of(new Waiting(1, MODERN, 0)), List.of(), BY_FILE, 0))
                .containsExactly(new Begin(List.of(1L), true, false));
    }

    @Test
    void whoever_comes_while_the_file_is_written_gets_the_same() {
        assertThat(decide(List.of(new Waiting(2, MODERN, 0)), List.of(new Running(7, true, false)), BY_FILE, 0))
                .containsExactly(new Join(2, 7));
    }

    @Test
    void whoever_comes_after_the_first_bytes_were_sent_gets_the_next_one() {
        assertThat(decide(
                        List.of(new Waiting(2, MODERN, 0)),
                        List.of(new Running(7, false, false)),
                        WHILE_MADE,
                        5 * SECOND))
                .containsExactly(new Begin(List.of(2L), false, false));
    }

    @Test
    void no_more_than_two_are_sent_at_once() {
        List<Running> two = List.of(new Running(7, false, false), new Running(8, false, false));
        assertThat(decide(List.of(new Waiting(2, MODERN, 0)), two, WHILE_MADE, 100 * SECOND))
                .isEmpty();
        assertThat(decide(List.of(new Waiting(2, MODERN, 0)), two, BY_FILE, 100 * SECOND))
                .isEmpty();
    }

    @Test
    void one_that_must_know_the_length_makes_all_go_by_file() {
        List<Waiting> waiting = List.of(new Waiting(1, MODERN, 0), new Waiting(2, OLD, 0));
        assertThat(decide(waiting, List.of(), WHILE_MADE, 0)).containsExactly(new Begin(List.of(1L, 2L), true, false));
    }

    @Test
    void one_that_wants_no_keys_gets_a_snapshot_of_its_own() {
        List<Waiting> waiting = List.of(new Waiting(1, MODERN, 0), new Waiting(2, KEYLESS, 0));
        assertThat(decide(waiting, List.of(), WHILE_MADE, 5 * SECOND))
                .containsExactly(new Begin(List.of(1L), false, false), new Begin(List.of(2L), false, true));
        // And does not join one that has keys.
        assertThat(decide(List.of(new Waiting(2, KEYLESS, 0)), List.of(new Running(7, true, false)), BY_FILE, 0))
                .containsExactly(new Begin(List.of(2L), true, true));
    }

    @Test
    void whatever_waits_everyone_is_decided_about_once_at_most_and_served_in_the_end() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 2000; round++) {
            List<Waiting> waiting = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                waiting.add(new Waiting(
                        i, new Needs(random.nextBoolean(), random.nextInt(4) == 0), random.nextLong(10 * SECOND)));
            }
            List<Running> running = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                running.add(new Running(100 + i, random.nextBoolean(), random.nextBoolean()));
            }
            Policy policy = new Policy(random.nextBoolean(), random.nextLong(6 * SECOND), random.nextInt(4));
            List<Long> served = new ArrayList<>();
            int begun = 0;
            for (Decision decision : decide(waiting, running, policy, random.nextLong(20 * SECOND))) {
                switch (decision) {
                    case Join(long replica, long _) -> served.add(replica);
                    case Begin(List<Long> replicas, boolean _, boolean _) -> {
                        served.addAll(replicas);
                        begun++;
                    }
                }
            }
            assertThat(served).as("seed %d", seed).doesNotHaveDuplicates();
            assertThat(begun + running.size()).isLessThanOrEqualTo(Math.max(2, running.size()));
            if (running.isEmpty() && !waiting.isEmpty()) {
                assertThat(decide(waiting, running, policy, 3600 * SECOND)).isNotEmpty();
            }
        }
    }
}
