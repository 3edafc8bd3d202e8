package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.engine.SnapshotFixture.Collected;
import io.redisreplicaset.datanode.keyspace.Database;
import io.redisreplicaset.datanode.keyspace.Entry;
import io.redisreplicaset.datanode.keyspace.StringValue;
import io.redisreplicaset.datanode.replication.ReplicationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class SnapshotJobTest {
    private static final int RANDOM_RUNS = 60;

    private final SnapshotFixture node = new SnapshotFixture();

    @Test
    void writes_all_databases_with_values_and_expiry_times() {
        for (int i = 0; i < 5000; i++) {
            node.set(i % 3, "key" + i, "value".repeat(i % 50) + i);
        }
        Database database = node.core.keyspace().database(1);
        database.expireAt(entry(database, "key1"), 4102444800123L);

        SnapshotFixture other = new SnapshotFixture();
        SnapshotLoad load = other.load(node.snapshot(SnapshotFacts.NONE), true);

        assertThat(load.state()).isEqualTo(SnapshotLoad.State.LOADED);
        assertThat(other.digest()).isEqualTo(node.digest());
        assertThat(entry(other.core.keyspace().database(1), "key1").expireAtMillis())
                .isEqualTo(4102444800123L);
    }

    @Test
    void tells_where_in_which_history_it_stands() {
        HistoryPlace place = new HistoryPlace(new ReplicationId("ab".repeat(20)), 12345, 7);
        byte[] snapshot = node.snapshot(facts(Optional.of(place), Optional.of("set-1 4 aa,bb 2 1")));

        LoadedFacts facts = new SnapshotFixture().load(snapshot, true).facts();

        assertThat(facts.place()).contains(place);
        assertThat(facts.marker()).contains("set-1 4 aa,bb 2 1");
        assertThat(facts.release()).isEqualTo("7.0.15");
        assertThat(facts.createdSeconds()).isEqualTo(1_700_000_001L);
    }

    @Test
    void tells_no_place_where_no_history_is_kept() {
        LoadedFacts facts = new SnapshotFixture()
                .load(node.snapshot(SnapshotFacts.NONE), true)
                .facts();
        assertThat(facts.place()).isEmpty();
        assertThat(facts.marker()).isEmpty();
    }

    @Test
    void works_in_slices_of_about_a_millisecond() {
        for (int i = 0; i < 20_000; i++) {
            node.set(0, "key" + i, "value" + i);
        }
        Collected output = new Collected();
        SnapshotJob job = node.runs.write(SnapshotFacts.NONE, output);
        long before = node.clock.nanos();
        node.turn();
        assertThat(node.clock.nanos() - before).isBetween(900_000L, 1_200_000L);
        assertThat(job.isOver()).isFalse();
        assertThat(node.runs.wantsTurnWithinNanos(node.clock.nanos())).isZero();
        node.runToEnd();
        assertThat(output.isFinished).isTrue();
        assertThat(job.keysWritten()).isEqualTo(job.keysToWrite()).isEqualTo(20_000);
        assertThat(job.bytesHanded()).isEqualTo(output.bytes().length);
    }

    @Test
    void shows_the_state_at_its_start_whatever_is_done_meanwhile() {
        for (int run = 0; run < RANDOM_RUNS; run++) {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            SnapshotFixture busy = new SnapshotFixture(random, new Settings());
            for (int i = random.nextInt(3000); i > 0; i--) {
                change(busy, random);
            }
            List<Collected> outputs = new ArrayList<>();
            List<String> wanted = new ArrayList<>();
            for (int turn = 0; turn < 60 || busy.runs.writing() > 0; turn++) {
                if (turn < 60 && random.nextInt(15) == 0) {
                    wanted.add(busy.digest());
                    outputs.add(new Collected());
                    busy.runs.write(SnapshotFacts.NONE, outputs.getLast());
                }
                for (int i = random.nextInt(turn < 60 ? 200 : 2); i > 0; i--) {
                    change(busy, random);
                }
                outputs.forEach(output -> output.blocksAllowed = random.nextInt(3));
                busy.keySaveDelayMicros(random.nextInt(5) == 0 ? 50 : 0);
                busy.turn();
            }
            for (int i = 0; i < outputs.size(); i++) {
                SnapshotFixture other = new SnapshotFixture();
                other.load(outputs.get(i).bytes(), false);
                assertThat(other.digest()).as("seed %d, snapshot %d", seed, i).isEqualTo(wanted.get(i));
            }
        }
    }

    /// One of the things that clients do to the data.
    private static void change(SnapshotFixture node, RandomGenerator random) {
        Database database = node.core.keyspace().database(random.nextInt(3));
        byte[] key = SnapshotFixture.bytes("key" + random.nextInt(4000));
        Entry entry = database.lookupForWrite(key, 0, key.length);
        switch (random.nextInt(200)) {
            case 0 -> node.core.keyspace().swap(random.nextInt(3), random.nextInt(3));
            case 1 -> clearSometimes(node, database, random);
            case 2 -> database.put(key, StringValue.of(new byte[130_000 + random.nextInt(130_000)]));
            default -> {
                if (entry == null || random.nextInt(3) == 0) {
                    database.put(key, StringValue.of(SnapshotFixture.bytes("v" + random.nextLong())));
                } else if (random.nextInt(3) == 0) {
                    database.remove(entry);
                } else if (random.nextInt(3) == 0) {
                    database.expireAt(entry, 4102444800000L + random.nextInt(1000));
                } else if (random.nextInt(3) == 0) {
                    database.persist(entry);
                } else if (entry.value() instanceof StringValue.Bytes bytes) {
                    bytes.replaceRange(random.nextInt(bytes.length() + 1), key, 0, key.length);
                }
            }
        }
    }

    private static void clearSometimes(SnapshotFixture node, Database database, RandomGenerator random) {
        switch (random.nextInt(8)) {
            case 0 -> node.core.keyspace().clear();
            case 1 -> database.clear();
            default -> {}
        }
    }

    @Test
    void keeps_no_more_than_a_block_while_the_output_is_full() {
        for (int i = 0; i < 20_000; i++) {
            node.set(0, "key" + i, Long.toHexString(new Random(i).nextLong()).repeat(2));
        }
        Collected output = new Collected();
        output.blocksAllowed = 1;
        SnapshotJob job = node.runs.write(SnapshotFacts.NONE, output);
        for (int turn = 0; turn < 100; turn++) {
            node.turn();
        }
        assertThat(output.bytes().length).isLessThan(100_000);
        assertThat(job.keysWritten()).isLessThan(5000);
        // It has nothing to do until the output can take more: the loop may sleep.
        assertThat(node.runs.wantsTurnWithinNanos(node.clock.nanos())).isEqualTo(Long.MAX_VALUE);
        output.blocksAllowed = Integer.MAX_VALUE;
        assertThat(node.runs.wantsTurnWithinNanos(node.clock.nanos())).isZero();
        node.runToEnd();
        assertThat(output.isFinished).isTrue();
    }

    @Test
    void keeps_only_what_changes_while_the_output_is_full() {
        for (int i = 0; i < 1000; i++) {
            node.set(0, "key" + i, "x".repeat(1000));
        }
        node.settings.set(Directives.RDB_COMPRESSION, false);
        String before = node.digest();
        Collected output = new Collected();
        output.blocksAllowed = 0;
        SnapshotJob job = node.runs.write(SnapshotFacts.NONE, output);
        node.turn();
        assertThat(job.waitingBytes()).isZero();
        for (int i = 0; i < 1000; i++) {
            node.set(0, "key" + i, "changed");
        }
        assertThat(job.waitingBytes()).isBetween(1L, 1000L * 1100);
        output.blocksAllowed = Integer.MAX_VALUE;
        node.runToEnd();
        assertThat(job.waitingBytes()).isZero();
        SnapshotFixture other = new SnapshotFixture();
        other.load(output.bytes(), true);
        assertThat(other.digest()).isEqualTo(before);
    }

    @Test
    void gives_up_when_changes_come_faster_than_they_are_taken_away() {
        for (int i = 0; i < 1000; i++) {
            node.set(0, "key" + i, "x".repeat(1000));
        }
        node.settings.set(Directives.RDB_COMPRESSION, false);
        Collected stuck = new Collected();
        stuck.blocksAllowed = 0;
        Collected healthy = new Collected();
        SnapshotJob job =
                new SnapshotJob(node.core, UnpooledByteBufAllocator.DEFAULT, SnapshotFacts.NONE, stuck, 10_000);
        node.runs.write(SnapshotFacts.NONE, healthy);
        String before = node.digest();
        job.runUntil(node.clock.nanos() + 1_000_000_000);
        for (int i = 0; i < 1000; i++) {
            node.set(0, "key" + i, "changed");
        }
        job.runUntil(node.clock.nanos() + 1_000_000);
        assertThat(job.isOver()).isTrue();
        assertThat(job.waitingBytes()).isZero();
        assertThat(stuck.failure).contains("changes came faster").contains("at most 10000 may");
        // The other snapshot of the same instant is none the worse.
        node.runToEnd();
        SnapshotFixture other = new SnapshotFixture();
        other.load(healthy.bytes(), true);
        assertThat(other.digest()).isEqualTo(before);
    }

    @Test
    void waits_between_keys_as_long_as_the_setting_says_at_that_moment() {
        node.set(0, "a", "1");
        node.set(0, "b", "2");
        node.set(0, "c", "3");
        node.keySaveDelayMicros(10_000_000);
        SnapshotJob job = node.runs.write(SnapshotFacts.NONE, new Collected());
        node.turn();
        assertThat(job.keysWritten()).isZero();
        node.clock.advanceMillis(10_000);
        for (int i = 0; i < 100; i++) {
            node.turn();
        }
        assertThat(job.keysWritten()).isEqualTo(1);
        assertThat(node.runs.wantsTurnWithinNanos(node.clock.nanos())).isBetween(9_000_000_000L, 10_000_000_000L);
        node.keySaveDelayMicros(0);
        assertThat(node.runs.wantsTurnWithinNanos(node.clock.nanos())).isZero();
        node.runToEnd();
        assertThat(job.keysWritten()).isEqualTo(3);
    }

    @Test
    void writes_nothing_more_once_it_is_cancelled() {
        for (int i = 0; i < 20_000; i++) {
            node.set(0, "key" + i, "value" + i);
        }
        Collected output = new Collected();
        SnapshotJob job = node.runs.write(SnapshotFacts.NONE, output);
        node.turn();
        job.cancel();
        int size = output.bytes().length;
        node.set(0, "key1", "changed");
        node.turn();
        assertThat(node.runs.writing()).isZero();
        assertThat(output.bytes()).hasSize(size);
        assertThat(output.isFinished).isFalse();
        assertThat(output.failure).isNull();
    }

    private static Entry entry(Database database, String key) {
        Entry entry = database.find(SnapshotFixture.bytes(key));
        if (entry == null) {
            throw new AssertionError("no key " + key);
        }
        return entry;
    }

    private static SnapshotFacts facts(Optional<HistoryPlace> place, Optional<String> marker) {
        return new SnapshotFacts() {
            @Override
            public Optional<HistoryPlace> place() {
                return place;
            }

            @Override
            public Optional<String> marker() {
                return marker;
            }
        };
    }
}
