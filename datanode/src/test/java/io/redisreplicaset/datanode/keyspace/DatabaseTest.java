package io.redisreplicaset.datanode.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DatabaseTest {
    private final Keyspace keyspace = new Keyspace(4, new KeyHash(1, 2));
    private final Database database = keyspace.database(0);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private Entry put(String key, String value) {
        return database.put(bytes(key), StringValue.of(bytes(value)));
    }

    private static String text(Entry entry) {
        return switch (entry.value()) {
            case StringValue string -> new String(string.bytes(), 0, string.length(), StandardCharsets.US_ASCII);
        };
    }

    @Test
    void keeps_a_copy_of_the_key_and_finds_it_within_other_bytes() {
        byte[] request = bytes("SET key value");
        Entry entry = database.put(request, 4, 3, StringValue.of(1));
        request[4] = 'X';

        assertThat(entry.key()).isEqualTo(bytes("key"));
        assertThat(database.find(bytes("GETkey"), 3, 3)).isSameAs(entry);
        assertThat(database.find(bytes("ke"))).isNull();
        assertThat(database.find(bytes("keys"))).isNull();
    }

    @Test
    void keeps_the_expiry_of_a_key_that_gets_another_value() {
        Entry entry = put("a", "1");
        database.expireAt(entry, 1000);

        Entry again = put("a", "2");

        assertThat(again).isSameAs(entry);
        assertThat(text(entry)).isEqualTo("2");
        assertThat(entry.hasExpiry()).isTrue();
        assertThat(entry.expireAtMillis()).isEqualTo(1000);
    }

    @Test
    void takes_an_expiry_away_once() {
        Entry entry = put("a", "1");
        database.expireAt(entry, 1000);

        assertThat(database.persist(entry)).isTrue();
        assertThat(database.persist(entry)).isFalse();
        assertThat(entry.hasExpiry()).isFalse();
        assertThat(database.expiringSize()).isZero();
    }

    @Test
    void has_a_key_to_the_end_of_its_last_millisecond() {
        Entry entry = put("a", "1");
        assertThat(entry.isExpired(Long.MAX_VALUE)).isFalse();

        database.expireAt(entry, 1000);

        assertThat(entry.isExpired(999)).isFalse();
        assertThat(entry.isExpired(1000)).isFalse();
        assertThat(entry.isExpired(1001)).isTrue();
    }

    @Test
    void forgets_the_expiry_of_a_key_that_is_removed() {
        Entry entry = put("a", "1");
        database.expireAt(entry, 1000);

        database.remove(entry);

        assertThat(database.size()).isZero();
        assertThat(database.expiringSize()).isZero();
        assertThat(database.expiringAt(0)).isNull();
        assertThat(database.find(bytes("a"))).isNull();
    }

    @Test
    void is_empty_when_it_was_cleared() {
        for (int i = 0; i < 100; i++) {
            database.expireAt(put("k" + i, "v"), i);
        }

        assertThat(database.clear()).isEqualTo(100);

        assertThat(database.size()).isZero();
        assertThat(database.expiringSize()).isZero();
        assertThat(database.randomExpiring(new Random(1))).isNull();
        assertThat(database.clear()).isZero();
    }

    @Test
    void knows_the_keys_that_expire_as_a_plain_set_would() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, Long> model = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String key = "k" + random.nextInt(200);
            Entry entry = database.find(bytes(key));
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    long at = random.nextLong();
                    database.expireAt(entry == null ? put(key, "v") : entry, at);
                    model.put(key, at);
                }
                case 2 -> {
                    if (entry != null) {
                        assertThat(database.persist(entry)).isEqualTo(model.remove(key) != null);
                    }
                }
                default -> {
                    if (entry != null) {
                        database.remove(entry);
                        model.remove(key);
                    }
                }
            }
            assertThat(database.expiringSize()).as("seed %s", seed).isEqualTo(model.size());
        }
        Map<String, Long> actual = new HashMap<>();
        for (int slot = 0; slot < database.expiringSize(); slot++) {
            Entry entry = Objects.requireNonNull(database.expiringAt(slot));
            actual.put(new String(entry.key(), StandardCharsets.US_ASCII), entry.expireAtMillis());
        }
        assertThat(actual).as("seed %s", seed).isEqualTo(model);
        assertThat(database.expiringAt(database.expiringSize())).isNull();
    }

    @Test
    void draws_keys_that_expire_from_all_of_them() {
        Set<Entry> expiring = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            Entry entry = put("k" + i, "v");
            if (i % 2 == 0) {
                database.expireAt(entry, 1);
                expiring.add(entry);
            }
        }
        Random random = new Random(3);
        Set<Entry> drawn = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            drawn.add(Objects.requireNonNull(database.randomExpiring(random)));
        }

        assertThat(drawn).isEqualTo(expiring);
    }

    @Test
    void trades_places_with_another_whole() {
        database.expireAt(put("a", "1"), 1000);
        keyspace.database(1).put(bytes("b"), StringValue.of(2));

        keyspace.swap(0, 1);

        assertThat(database.find(bytes("a"))).isNull();
        assertThat(database.find(bytes("b"))).isNotNull();
        assertThat(database.expiringSize()).isZero();
        assertThat(keyspace.database(1).expiringSize()).isEqualTo(1);
        assertThat(keyspace.database(1).index()).isEqualTo(1);
        keyspace.swap(2, 2);
        assertThat(keyspace.size()).isEqualTo(2);
    }

    @Test
    void lets_a_keyspace_take_over_what_was_loaded_beside_it() {
        put("old", "1");
        Keyspace loaded = keyspace.blank();
        loaded.database(0).put(bytes("new"), StringValue.of(1));
        loaded.database(3).put(bytes("new"), StringValue.of(1));

        keyspace.adopt(loaded);

        assertThat(loaded.databaseCount()).isEqualTo(4);
        assertThat(keyspace.size()).isEqualTo(2);
        assertThat(database.find(bytes("old"))).isNull();
        assertThat(database.find(bytes("new"))).isNotNull();
    }

    @Test
    void counts_what_it_clears_over_all_databases() {
        put("a", "1");
        keyspace.database(2).put(bytes("b"), StringValue.of(1));

        assertThat(keyspace.clear()).isEqualTo(2);
        assertThat(keyspace.size()).isZero();
    }
}
