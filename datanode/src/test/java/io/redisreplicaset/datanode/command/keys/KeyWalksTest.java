package io.redisreplicaset.datanode.command.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.engine.ClientUnderTest;
import io.redisreplicaset.datanode.engine.EngineUnderTest;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// SCAN, KEYS and RANDOMKEY over many keys.
final class KeyWalksTest {
    private static final Pattern SCANNED = Pattern.compile("\\[\"(\\d+)\", \\[(.*)]]");
    private static final Pattern KEY = Pattern.compile("\"([^\"]*)\"");

    private final EngineUnderTest node = new EngineUnderTest();
    private final ClientUnderTest client = node.client();

    private void add(int count, String prefix) {
        for (int i = 0; i < count; i++) {
            client.send("SET " + prefix + i + " v");
        }
    }

    private static Set<String> keysIn(String reply) {
        Set<String> keys = new HashSet<>();
        Matcher matcher = KEY.matcher(reply);
        while (matcher.find()) {
            keys.add(matcher.group(1));
        }
        return keys;
    }

    /// All keys that a whole walk meets, and how many calls it took.
    private Set<String> scan(String options, int maxCalls) {
        Set<String> met = new TreeSet<>();
        String cursor = "0";
        int calls = 0;
        do {
            Matcher reply = SCANNED.matcher(client.send("SCAN " + cursor + options));
            assertThat(reply.matches()).isTrue();
            cursor = reply.group(1);
            met.addAll(keysIn(reply.group(2)));
            assertThat(++calls).isLessThanOrEqualTo(maxCalls);
        } while (!cursor.equals("0"));
        return met;
    }

    @Test
    void scan_meets_every_key() {
        add(1000, "k");

        assertThat(scan("", 200)).hasSize(1000);
        assertThat(scan(" COUNT 100", 20)).hasSize(1000);
        assertThat(scan(" COUNT 1000000", 1)).hasSize(1000);
    }

    @Test
    void scan_shows_what_matches_and_still_ends() {
        add(300, "a");
        add(300, "b");

        assertThat(scan(" MATCH a*", 200)).hasSize(300).allMatch(key -> key.startsWith("a"));
        assertThat(scan(" MATCH nothing", 200)).isEmpty();
        assertThat(scan(" TYPE string MATCH *7", 200)).hasSize(60);
        assertThat(scan(" TYPE list", 200)).isEmpty();
    }

    @Test
    void scan_does_not_show_a_key_that_expired() {
        add(10, "stays");
        client.send("SET goes v PX 100");
        node.surroundings.isReplica = true;
        node.clock.advanceMillis(101);

        assertThat(scan("", 10)).hasSize(10).doesNotContain("goes");
        assertThat(keysIn(client.send("KEYS *"))).hasSize(10);
    }

    @Test
    void scan_meets_every_key_of_a_table_that_is_almost_empty() {
        add(5_000, "k");
        for (int i = 0; i < 4_100; i++) {
            client.send("DEL k" + i);
        }

        assertThat(scan(" COUNT 1", 8192)).hasSize(900);
        assertThat(scan("", 820)).hasSize(900);
    }

    @Test
    void keys_shows_each_key_once_while_the_table_grows() {
        add(17, "k");

        String reply = client.send("KEYS k*");

        assertThat(reply.split(", ", -1)).hasSize(17);
        assertThat(keysIn(reply)).hasSize(17);
    }

    @Test
    void randomkey_draws_from_all_keys() {
        add(20, "k");
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            drawn.add(client.send("RANDOMKEY"));
        }

        assertThat(drawn).hasSize(20);
    }

    @Test
    void randomkey_of_a_master_deletes_what_has_expired_until_it_finds_one_that_lives() {
        for (int i = 0; i < 500; i++) {
            client.send("SET goes" + i + " v PX 100");
        }
        client.send("SET lives v");
        node.clock.advanceMillis(101);

        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            drawn.add(client.send("RANDOMKEY"));
        }

        assertThat(drawn).isSubsetOf("\"lives\"", "nil").contains("\"lives\"");
        assertThat(node.stored(0)).isLessThan(501);
    }

    @Test
    void walks_stay_within_their_database() {
        add(5, "zero");
        client.send("SELECT 1");
        add(3, "one");

        assertThat(scan("", 10)).hasSize(3);
        assertThat(keysIn(client.send("KEYS *"))).hasSize(3);
    }
}
