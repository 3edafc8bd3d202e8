package io.redisreplicaset.datanode.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// A snapshot is the state of one instant, whatever happens while it is taken.
final class SnapshotTest {
    private static final int DATABASES = 3;

    private final long seed = System.nanoTime();
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Keyspace keyspace = new Keyspace(DATABASES, new KeyHash(seed, 2));

    /// A snapshot that is being taken, beside what it must become.
    private final class Taken implements Snapshot.Sink {
        final Map<String, String> expected = everything();
        final Map<String, String> received = new HashMap<>();
        final List<String> twice = new ArrayList<>();
        final Snapshot snapshot = keyspace.snapshot(this);

        @Override
        public void entry(int database, Entry entry) {
            if (received.put(name(database, entry), described(entry)) != null) {
                twice.add(name(database, entry));
            }
        }

        void check() {
            assertThat(twice).as("seed %s", seed).isEmpty();
            assertThat(received).as("seed %s", seed).isEqualTo(expected);
        }
    }

    private static String name(int database, Entry entry) {
        return database + "/" + new String(entry.key(), StandardCharsets.US_ASCII);
    }

    private static String described(Entry entry) {
        String value = switch (entry.value()) {
            case StringValue string -> new String(string.bytes(), 0, string.length(), StandardCharsets.US_ASCII);
        };
        return value + (entry.hasExpiry() ? " until " + entry.expireAtMillis() : "");
    }

    private Map<String, String> everything() {
        Map<String, String> all = new HashMap<>();
        for (Database database : keyspace.databases()) {
            long cursor = 0;
            do {
                cursor = database.scan(cursor, entry -> all.put(name(database.index(), entry), described(entry)));
            } while (cursor != 0);
        }
        return all;
    }

    private void change() {
        Database database = keyspace.database(random.nextInt(DATABASES));
        byte[] key = ("k" + random.nextInt(400)).getBytes(StandardCharsets.US_ASCII);
        Entry entry = database.find(key);
        int kind = random.nextInt(100);
        if (kind < 40 || entry == null) {
            database.put(key, StringValue.of(("v" + random.nextInt()).getBytes(StandardCharsets.US_ASCII)));
        } else if (kind < 55) {
            database.remove(entry);
        } else if (kind < 70) {
            database.expireAt(entry, random.nextInt(1000));
        } else if (kind < 80) {
            database.persist(entry);
        } else {
            Entry written = database.lookupForWrite(key, 0, key.length);
            if (written != null && written.value() instanceof StringValue.Bytes bytes) {
                bytes.replaceRange(random.nextInt(5), new byte[] {'X', 'Y'}, 0, 2);
            }
        }
        if (random.nextInt(2000) == 0) {
            database.clear();
        }
        if (random.nextInt(500) == 0) {
            keyspace.swap(random.nextInt(DATABASES), random.nextInt(DATABASES));
        }
    }

    @Test
    void is_over_at_once_where_there_is_nothing() {
        Taken taken = new Taken();

        assertThat(taken.snapshot.step(1)).isTrue();

        taken.check();
    }

    @Test
    void tells_how_many_there_were_when_it_began() {
        Database database = keyspace.database(1);
        database.expireAt(database.put(new byte[] {1}, StringValue.of(1)), 5);
        database.put(new byte[] {2}, StringValue.of(1));
        Taken taken = new Taken();

        database.clear();

        assertThat(taken.snapshot.size(1)).isEqualTo(2);
        assertThat(taken.snapshot.expiringSize(1)).isEqualTo(1);
        assertThat(taken.snapshot.size(0)).isZero();
    }

    @Test
    void hears_nothing_after_it_was_ended() {
        Database database = keyspace.database(0);
        Entry entry = database.put(new byte[] {1}, StringValue.of(1));
        Taken taken = new Taken();

        taken.snapshot.end();
        database.replace(entry, StringValue.of(2));

        assertThat(taken.snapshot.step(100)).isTrue();
        assertThat(taken.received).isEmpty();
    }

    @RepeatedTest(30)
    void is_what_was_there_when_it_began_each_key_once() {
        for (int i = random.nextInt(600); i > 0; i--) {
            change();
        }
        Taken taken = new Taken();
        while (!taken.snapshot.step(random.nextInt(1, 6))) {
            for (int i = random.nextInt(20); i > 0; i--) {
                change();
            }
        }
        taken.check();
    }

    @RepeatedTest(30)
    void does_not_mind_others_that_begin_and_end_meanwhile() {
        for (int i = random.nextInt(600); i > 0; i--) {
            change();
        }
        List<Taken> running = new ArrayList<>();
        int begun = 0;
        while (begun < 6 || !running.isEmpty()) {
            if (begun < 6 && random.nextInt(5) == 0) {
                running.add(new Taken());
                begun++;
            }
            for (Taken taken : List.copyOf(running)) {
                if (random.nextInt(40) == 0) {
                    taken.snapshot.end();
                    running.remove(taken);
                } else if (taken.snapshot.step(random.nextInt(8))) {
                    taken.check();
                    running.remove(taken);
                }
            }
            for (int i = random.nextInt(10); i > 0; i--) {
                change();
            }
        }
    }

    @RepeatedTest(10)
    void goes_on_over_the_old_data_while_other_data_is_adopted() {
        for (int i = random.nextInt(100, 600); i > 0; i--) {
            change();
        }
        Taken taken = new Taken();
        taken.snapshot.step(3);
        Keyspace loaded = keyspace.blank();
        loaded.database(0).put(new byte[] {'n'}, StringValue.of(1));

        keyspace.adopt(loaded);
        while (!taken.snapshot.step(3)) {
            change();
        }

        taken.check();
    }
}
