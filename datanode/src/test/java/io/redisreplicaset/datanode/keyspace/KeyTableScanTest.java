package io.redisreplicaset.datanode.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// What SCAN promises: a key that is there from the beginning to the end of a walk is met, and one that is not there at
/// all during it is not, whatever the table does in between; and every walk ends.
final class KeyTableScanTest {
    private final long seed = System.nanoTime();
    private final SplittableRandom random = new SplittableRandom(seed);
    private final KeyHash hashing = new KeyHash(seed, 1);
    private final KeyTable table = new KeyTable();
    private final Map<String, Entry> present = new HashMap<>();

    private void add(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
        int hash = hashing.hash(bytes, 0, bytes.length);
        if (table.find(bytes, 0, bytes.length, hash) == null) {
            Entry entry = new Entry(bytes, hash, StringValue.of(0), 0);
            table.add(entry);
            present.put(key, entry);
        }
    }

    private void remove(String key) {
        Entry entry = present.remove(key);
        if (entry != null) {
            table.remove(entry);
        }
    }

    private long step(long cursor, Map<String, Integer> met) {
        return table.scan(
                cursor, entry -> met.merge(new String(entry.key(), StandardCharsets.US_ASCII), 1, Integer::sum));
    }

    @Test
    void meets_each_key_once_while_nothing_happens() {
        for (int i = 0; i < 1000; i++) {
            add("k" + i);
        }
        table.resizeStep(100_000);
        Map<String, Integer> met = new HashMap<>();
        long cursor = 0;
        int steps = 0;
        do {
            cursor = step(cursor, met);
            steps++;
        } while (cursor != 0);

        assertThat(met).hasSize(1000);
        assertThat(met.values()).containsOnly(1);
        assertThat(steps).isEqualTo(1024);
    }

    @Test
    void ends_from_any_cursor() {
        for (int i = 0; i < 100; i++) {
            add("k" + i);
        }
        for (long cursor : new long[] {-1, 1, Long.MAX_VALUE, Long.MIN_VALUE, random.nextLong()}) {
            long at = cursor;
            int steps = 0;
            do {
                at = step(at, new HashMap<>());
                assertThat(++steps).as("from cursor %s, seed %s", cursor, seed).isLessThan(1000);
            } while (at != 0);
        }
    }

    @RepeatedTest(40)
    void keeps_its_promise_while_the_table_grows_and_shrinks() {
        int stayers = random.nextInt(1, 300);
        for (int i = 0; i < stayers; i++) {
            add("stays" + i);
        }
        for (int i = random.nextInt(3000); i > 0; i--) {
            add("goes" + i);
        }
        for (int i = 0; i < 20; i++) {
            add("gone" + i);
            remove("gone" + i);
        }

        Map<String, Integer> met = new HashMap<>();
        long cursor = 0;
        int steps = 0;
        do {
            cursor = step(cursor, met);
            disturb();
            assertThat(++steps).as("seed %s", seed).isLessThan(1_000_000);
        } while (cursor != 0);

        List<String> missed = new ArrayList<>();
        for (int i = 0; i < stayers; i++) {
            if (!met.containsKey("stays" + i)) {
                missed.add("stays" + i);
            }
        }
        assertThat(missed).as("seed %s", seed).isEmpty();
        assertThat(met.keySet().stream().filter(key -> key.startsWith("gone")).collect(Collectors.toSet()))
                .as("seed %s", seed)
                .isEmpty();
    }

    /// Floods and ebbs in turn, so that a walk sees both directions of resizing, half done.
    private void disturb() {
        switch (random.nextInt(4)) {
            case 0 -> {
                for (int i = random.nextInt(60); i > 0; i--) {
                    add("goes" + random.nextInt(6000));
                }
            }
            case 1 -> {
                for (int i = random.nextInt(200); i > 0; i--) {
                    remove("goes" + random.nextInt(6000));
                }
            }
            case 2 -> table.resizeStep(random.nextInt(100));
            default -> {
                // Nothing happens.
            }
        }
    }
}
