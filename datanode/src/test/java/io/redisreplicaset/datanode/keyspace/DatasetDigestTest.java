package io.redisreplicaset.datanode.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Against digests that redis-server 7.0.15 printed; more of them are in the transcripts of DEBUG.
final class DatasetDigestTest {
    private final Keyspace keyspace = new Keyspace(4, new KeyHash(1, 2));

    private Entry put(int database, String key, String value) {
        return keyspace.database(database)
                .put(
                        key.getBytes(StandardCharsets.US_ASCII),
                        StringValue.of(value.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void of_nothing_is_zeros() {
        assertThat(DatasetDigest.ofAll(keyspace)).isEqualTo("0".repeat(40));
    }

    @Test
    void is_the_one_that_redis_prints() {
        put(0, "a", "1");
        assertThat(DatasetDigest.ofAll(keyspace)).isEqualTo("943d800368fb9c0e951138f1bc0e313ac769d91f");

        keyspace.database(2).expireAt(put(2, "b", "two"), 33_177_117_420_000L);
        assertThat(DatasetDigest.ofAll(keyspace)).isEqualTo("e147e2988588498879ab927a1ce886343e478830");
    }

    @Test
    void does_not_depend_on_the_order_of_keys_nor_on_how_they_are_kept() {
        for (int i = 0; i < 100; i++) {
            put(0, "k" + i, "v" + i);
        }
        String forwards = DatasetDigest.ofAll(keyspace);
        keyspace.clear();
        for (int i = 99; i >= 0; i--) {
            byte[] text = ("v" + i).getBytes(StandardCharsets.US_ASCII);
            keyspace.database(0).put(("k" + i).getBytes(StandardCharsets.US_ASCII), StringValue.raw(text, text.length));
        }

        assertThat(DatasetDigest.ofAll(keyspace)).isEqualTo(forwards);
    }

    @Test
    void depends_on_values_keys_databases_and_whether_there_is_an_expiry() {
        put(0, "a", "1");
        String before = DatasetDigest.ofAll(keyspace);

        put(0, "a", "2");
        assertThat(DatasetDigest.ofAll(keyspace)).isNotEqualTo(before);
        Entry entry = put(0, "a", "1");
        assertThat(DatasetDigest.ofAll(keyspace)).isEqualTo(before);
        keyspace.database(0).expireAt(entry, 5);
        String expiring = DatasetDigest.ofAll(keyspace);
        assertThat(expiring).isNotEqualTo(before);
        keyspace.database(0).expireAt(entry, 6);
        assertThat(DatasetDigest.ofAll(keyspace)).isEqualTo(expiring);
        keyspace.database(0).persist(entry);
        keyspace.swap(0, 1);
        assertThat(DatasetDigest.ofAll(keyspace)).isNotEqualTo(before);
    }
}
