package io.redisreplicaset.datanode.keyspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KeyTableTest {
    private final KeyHash hashing = new KeyHash(7, 11);
    private final KeyTable table = new KeyTable();

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.US_ASCII);
    }

    private Entry add(String key) {
        byte[] bytes = bytes(key);
        Entry entry = new Entry(bytes, hashing.hash(bytes, 0, bytes.length), StringValue.of(1), 0);
        table.add(entry);
        return entry;
    }

    private @org.jspecify.annotations.Nullable Entry find(String key) {
        byte[] bytes = bytes(key);
        return table.find(bytes, 0, bytes.length, hashing.hash(bytes, 0, bytes.length));
    }

    private Set<String> walk() {
        Set<String> met = new HashSet<>();
        long cursor = 0;
        do {
            cursor = table.scan(cursor, entry -> met.add(new String(entry.key(), StandardCharsets.US_ASCII)));
        } while (cursor != 0);
        return met;
    }

    @Test
    void is_empty_at_first() {
        assertThat(table.size()).isZero();
        assertThat(table.buckets()).isEqualTo(16);
        assertThat(find("a")).isNull();
        assertThat(table.random(new Random(1))).isNull();
        assertThat(walk()).isEmpty();
    }

    @Test
    void grows_to_twice_its_size_when_it_is_full() {
        for (int i = 0; i < 16; i++) {
            add("k" + i);
        }
        assertThat(table.isResizing()).isFalse();

        add("k16");

        assertThat(table.isResizing()).isTrue();
        assertThat(table.buckets()).isEqualTo(16 + 32);
    }

    @Test
    void moves_a_bucket_with_each_look_while_it_grows() {
        for (int i = 0; i < 17; i++) {
            add("k" + i);
        }

        int looks = 0;
        while (table.isResizing()) {
            find("nothing");
            looks++;
        }

        assertThat(looks).isBetween(2, 16);
        assertThat(table.buckets()).isEqualTo(32);
        for (int i = 0; i < 17; i++) {
            assertThat(find("k" + i)).isNotNull();
        }
    }

    @Test
    void goes_on_growing_when_it_is_told_to() {
        for (int i = 0; i < 17; i++) {
            add("k" + i);
        }

        table.resizeStep(1);
        assertThat(table.isResizing()).isTrue();
        table.resizeStep(1000);

        assertThat(table.isResizing()).isFalse();
        assertThat(walk()).hasSize(17);
    }

    @Test
    void finds_every_key_in_the_middle_of_growing() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            entries.add(add("k" + i));
            assertThat(find("k" + i / 2)).isSameAs(entries.get(i / 2));
        }
        assertThat(table.size()).isEqualTo(5000);
    }

    @Test
    void shrinks_when_few_are_left_and_never_below_its_first_size() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            entries.add(add("k" + i));
        }
        table.resizeStep(100_000);

        entries.forEach(table::remove);
        table.resizeStep(100_000);
        // What is left to shrink shrinks with the next ones.
        for (int round = 0; round < 20; round++) {
            table.remove(add("last"));
            table.resizeStep(100_000);
        }

        assertThat(table.size()).isZero();
        assertThat(table.buckets()).isEqualTo(16);
    }

    @Test
    void does_not_remove_an_entry_that_it_does_not_have() {
        Entry entry = add("a");
        table.remove(entry);

        assertThatThrownBy(() -> table.remove(entry))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("entry is not in its table");
    }

    @Test
    void makes_room_at_once_for_a_load() {
        table.reserve(1000);

        assertThat(table.buckets()).isEqualTo(1024);
        for (int i = 0; i < 1000; i++) {
            add("k" + i);
            assertThat(table.isResizing()).isFalse();
        }
    }

    @Test
    void makes_no_room_where_it_already_has_some() {
        table.reserve(16);
        assertThat(table.buckets()).isEqualTo(16);
        add("a");
        table.reserve(1000);
        assertThat(table.buckets()).isEqualTo(16);
    }

    @Test
    void draws_every_entry_sooner_or_later_even_while_it_grows() {
        for (int i = 0; i < 33; i++) {
            add("k" + i);
        }
        assertThat(table.isResizing()).isTrue();
        Random random = new Random(5);
        Set<Entry> drawn = new HashSet<>();
        for (int i = 0; i < 5000; i++) {
            drawn.add(java.util.Objects.requireNonNull(table.random(random)));
        }

        assertThat(drawn).hasSize(33);
    }

    @Test
    void does_what_a_plain_map_does() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, Entry> model = new HashMap<>();
        // Waves, so that it grows and shrinks again and again.
        for (int i = 0; i < 50_000; i++) {
            boolean isFlood = (i / 6_000) % 2 == 0;
            String key = "k" + random.nextInt(4_000);
            Entry expected = model.get(key);
            assertThat(find(key)).as("seed %s, operation %s, %s", seed, i, key).isSameAs(expected);
            if (random.nextInt(10) < (isFlood ? 8 : 1)) {
                if (expected == null) {
                    model.put(key, add(key));
                }
            } else if (expected != null) {
                table.remove(expected);
                model.remove(key);
            }
            if (random.nextInt(1000) == 0) {
                table.resizeStep(random.nextInt(50));
            }
            if (i % 5_000 == 0) {
                assertThat(walk()).as("seed %s, operation %s", seed, i).isEqualTo(model.keySet());
            }
        }
        assertThat(table.size()).as("seed %s", seed).isEqualTo(model.size());
        assertThat(walk()).as("seed %s", seed).isEqualTo(model.keySet());
    }
}
