package io.redisreplicaset.datanode.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyHashTest {
    /// The two halves of a secret, how many bytes, and their SipHash-1-3 with its halves folded by exclusive or: as
    /// CPython 3.11 has it, whose `hash(bytes)` is that function under a secret of `PYTHONHASHSEED`.
    @ParameterizedTest
    @CsvSource({
        "0,0,1,1530482902",
        "0,0,3,1786803380",
        "0,0,7,1891453179",
        "0,0,8,578021005",
        "0,0,9,-508467101",
        "0,0,15,54205820",
        "0,0,16,901750605",
        "0,0,17,1581457762",
        "0,0,31,-715707101",
        "0,0,64,734862456",
        "-5848367350243515607,-1447419157413261230,1,37178113",
        "-5848367350243515607,-1447419157413261230,3,1200768792",
        "-5848367350243515607,-1447419157413261230,7,131434580",
        "-5848367350243515607,-1447419157413261230,8,-517289903",
        "-5848367350243515607,-1447419157413261230,9,-1599026491",
        "-5848367350243515607,-1447419157413261230,15,-199354353",
        "-5848367350243515607,-1447419157413261230,16,-1762672901",
        "-5848367350243515607,-1447419157413261230,17,-541448865",
        "-5848367350243515607,-1447419157413261230,31,1567809786",
        "-5848367350243515607,-1447419157413261230,64,1239308731",
        "2690177042846309536,-270527294849717104,1,1569709028",
        "2690177042846309536,-270527294849717104,3,-1522032269",
        "2690177042846309536,-270527294849717104,7,834850793",
        "2690177042846309536,-270527294849717104,8,-1106228467",
        "2690177042846309536,-270527294849717104,9,-854574234",
        "2690177042846309536,-270527294849717104,15,-82441407",
        "2690177042846309536,-270527294849717104,16,-1163365077",
        "2690177042846309536,-270527294849717104,17,185979531",
        "2690177042846309536,-270527294849717104,31,-478538695",
        "2690177042846309536,-270527294849717104,64,-1821181435"
    })
    void is_the_function_of_its_inventors(long secret0, long secret1, int length, int expected) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 7 + length);
        }

        assertThat(new KeyHash(secret0, secret1).hash(bytes, 0, length)).isEqualTo(expected);
    }

    @Test
    void does_not_depend_on_what_stands_around_the_key() {
        KeyHash hash = new KeyHash(1, 2);
        byte[] alone = "user:1000".getBytes(StandardCharsets.US_ASCII);
        byte[] within = "xxxuser:1000yyy".getBytes(StandardCharsets.US_ASCII);

        assertThat(hash.hash(within, 3, 9)).isEqualTo(hash.hash(alone, 0, 9));
    }

    @Test
    void tells_keys_apart_that_differ_by_zero_bytes() {
        KeyHash hash = new KeyHash(1, 2);

        assertThat(hash.hash(new byte[7], 0, 7)).isNotEqualTo(hash.hash(new byte[8], 0, 8));
        assertThat(hash.hash(new byte[0], 0, 0)).isNotEqualTo(hash.hash(new byte[1], 0, 1));
    }

    @Test
    void spreads_keys_that_are_counted_up() {
        KeyHash hash = new KeyHash(3, 4);
        Map<Integer, Integer> inBucket = new HashMap<>();
        for (int i = 0; i < 1 << 16; i++) {
            byte[] key = ("key:" + i).getBytes(StandardCharsets.US_ASCII);
            inBucket.merge(hash.hash(key, 0, key.length) & 0xFFF, 1, Integer::sum);
        }

        // 16 each on the average.
        assertThat(inBucket).hasSize(1 << 12);
        assertThat(inBucket.values()).allSatisfy(count -> assertThat(count).isBetween(1, 50));
    }
}
