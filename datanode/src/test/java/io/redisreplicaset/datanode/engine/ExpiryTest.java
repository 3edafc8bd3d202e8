package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.command.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Who deletes a key whose time is over, and who only hides it.
final class ExpiryTest {
    private static final int MANY = 2000;

    private final EngineUnderTest node = new EngineUnderTest();
    private final ClientUnderTest client = node.client();

    private void expiring(String key, long millis) {
        client.send("SET " + key + " v PX " + millis);
    }

    private void manyExpiring(long millis) {
        for (int i = 0; i < MANY; i++) {
            expiring("k" + i, millis);
        }
        node.history();
    }

    @Test
    void a_key_is_there_to_the_end_of_its_last_millisecond() {
        expiring("a", 100);

        node.clock.advanceMillis(100);
        assertThat(client.send("GET a")).isEqualTo("\"v\"");
        assertThat(client.send("PTTL a")).isEqualTo(":0");
        node.clock.advanceMillis(1);
        assertThat(client.send("GET a")).isEqualTo("nil");
    }

    @Test
    void a_master_deletes_what_it_meets() {
        expiring("a", 100);
        expiring("b", 100);
        node.history();
        node.clock.advanceMillis(101);

        client.send("MGET a b");

        assertThat(node.history()).containsExactly("MULTI", "DEL a", "DEL b", "EXEC");
        assertThat(node.stored(0)).isZero();
        assertThat(node.core.stats().expiredKeys).isEqualTo(2);
        assertThat(node.core.stats().keyspaceMisses).isEqualTo(2);
    }

    @Test
    void a_master_deletes_what_nobody_asks_for() {
        expiring("a", 100);
        expiring("b", 100_000);
        node.history();

        node.pass(101);

        assertThat(node.history()).containsExactly("DEL a");
        assertThat(node.stored(0)).isEqualTo(1);
    }

    @Test
    void each_of_those_deletions_stands_by_itself_in_the_history() {
        client.send("SELECT 1");
        expiring("a", 100);
        client.send("SELECT 2");
        expiring("b", 100);
        expiring("c", 100);
        node.history();

        node.pass(101);

        assertThat(node.history()).containsExactlyInAnyOrder("SELECT 1", "DEL a", "SELECT 2", "DEL b", "DEL c");
    }

    @Test
    void deletions_are_told_as_unlink_where_that_is_wanted() {
        client.send("CONFIG SET lazyfree-lazy-expire yes");
        expiring("a", 100);
        node.history();

        node.pass(101);

        assertThat(node.history()).containsExactly("UNLINK a");
    }

    @Test
    void a_sweep_takes_all_where_it_has_the_time() {
        manyExpiring(100);

        node.pass(101);

        assertThat(node.stored(0)).isZero();
        assertThat(node.history()).hasSize(MANY).allMatch(line -> line.startsWith("DEL k"));
    }

    @Test
    void a_sweep_ends_in_time_and_goes_on_at_the_next_turn() {
        manyExpiring(100);
        // Each look at the clock takes a tenth of what a sweep may take.
        node.clock.nanosALook(100_000);
        node.clock.advanceMillis(101);

        node.turn();
        int left = node.stored(0);

        assertThat(left).isBetween(MANY / 2, MANY - 1);
        assertThat(node.engine.maySleepNanos()).isZero();
        node.pass(100);
        assertThat(node.stored(0)).isLessThan(left);
    }

    @Test
    void a_sweep_does_not_stop_at_the_keys_that_live_on() {
        for (int i = 0; i < 300; i++) {
            expiring("lives" + i, 1_000_000);
        }
        for (int i = 0; i < 10; i++) {
            expiring("goes" + i, 100);
        }
        node.clock.advanceMillis(101);

        int turns = 0;
        while (node.stored(0) > 300) {
            node.pass(100);
            assertThat(++turns).isLessThan(100);
        }

        assertThat(node.stored(0)).isEqualTo(300);
    }

    @Test
    void a_sweep_can_be_switched_off() {
        EngineUnderTest tested = new EngineUnderTest("enable-debug-command yes");
        ClientUnderTest tester = tested.client();
        tester.send("DEBUG SET-ACTIVE-EXPIRE 0");
        tester.send("SET a v PX 100");

        tested.pass(101);
        assertThat(tested.stored(0)).isEqualTo(1);
        tester.send("DEBUG SET-ACTIVE-EXPIRE 1");
        tested.pass(100);
        assertThat(tested.stored(0)).isZero();
    }

    @Test
    void a_replica_hides_what_is_over_and_keeps_it() {
        expiring("a", 100);
        node.history();
        node.surroundings.isReplica = true;
        node.pass(101);

        assertThat(client.send("GET a")).isEqualTo("nil");
        assertThat(client.send("EXISTS a")).isEqualTo(":0");
        assertThat(client.send("TTL a")).isEqualTo(":-2");
        assertThat(client.send("KEYS *")).isEqualTo("[]");
        assertThat(client.send("SCAN 0")).isEqualTo("[\"0\", []]");
        assertThat(client.send("RANDOMKEY")).isEqualTo("nil");
        assertThat(client.send("DBSIZE")).isEqualTo(":1");
        assertThat(node.stored(0)).isEqualTo(1);
        assertThat(node.history()).isEmpty();
    }

    @Test
    void a_replica_obeys_its_upstream_to_which_the_key_is_there() {
        node.surroundings.isReplica = true;
        node.fromUpstream("SET", "a", "5", "PXAT", Long.toString(node.clock.unixMillis() + 100));
        node.clock.advanceMillis(101);

        node.fromUpstream("INCR", "a");

        assertThat(node.stored(0)).isEqualTo(1);
        node.fromUpstream("PERSIST", "a");
        assertThat(client.send("GET a")).isEqualTo("\"6\"");
    }

    @Test
    void a_replica_deletes_when_its_upstream_says_so() {
        node.surroundings.isReplica = true;
        node.fromUpstream("SET", "a", "5", "PXAT", "1");

        node.fromUpstream("DEL", "a");

        assertThat(node.stored(0)).isZero();
    }

    @Test
    void a_replica_does_not_judge_a_time_that_its_upstream_sets() {
        node.surroundings.isReplica = true;
        node.fromUpstream("SET", "a", "5");

        node.fromUpstream("PEXPIREAT", "a", "1");

        assertThat(node.stored(0)).isEqualTo(1);
        assertThat(client.send("GET a")).isEqualTo("nil");
    }

    @Test
    void a_replica_that_becomes_a_master_deletes_what_it_hid() {
        expiring("a", 100);
        node.surroundings.isReplica = true;
        node.pass(101);
        node.history();

        node.surroundings.isReplica = false;
        node.pass(100);

        assertThat(node.stored(0)).isZero();
        assertThat(node.history()).containsExactly("DEL a");
    }

    @Test
    void nothing_is_deleted_while_writes_are_held() {
        expiring("a", 100);
        client.send("CLIENT PAUSE 1000 WRITE");
        node.history();

        node.pass(101);

        assertThat(client.send("GET a")).isEqualTo("nil");
        assertThat(node.stored(0)).isEqualTo(1);
        assertThat(node.history()).isEmpty();
        node.pass(1000);
        assertThat(node.stored(0)).isZero();
    }

    @Test
    void a_key_of_another_database_is_deleted_before_something_is_put_in_its_place() {
        client.send("SELECT 1");
        expiring("a", 100);
        client.send("SELECT 0");
        client.send("SET a new");
        node.history();
        node.clock.advanceMillis(101);

        assertThat(client.send("MOVE a 1")).isEqualTo(":1");

        assertThat(node.history()).containsExactly("SELECT 1", "MULTI", "DEL a", "SELECT 0", "MOVE a 1", "EXEC");
    }

    @Test
    void a_clock_that_jumps_back_brings_a_key_back_that_is_still_there() {
        expiring("a", 100);
        node.surroundings.isReplica = true;
        node.clock.jumpMillis(101);
        assertThat(client.send("GET a")).isEqualTo("nil");

        node.clock.jumpMillis(-50);

        assertThat(client.send("GET a")).isEqualTo("\"v\"");
    }

    @Test
    void those_who_asked_hear_that_a_key_has_expired() {
        client.send("CONFIG SET notify-keyspace-events Ex");
        ClientUnderTest listener = node.client();
        listener.send("SUBSCRIBE __keyevent@0__:expired");
        expiring("swept", 100);
        expiring("met", 200);
        expiring("replaced", 300);

        node.pass(101);
        assertThat(listener.received()).isEqualTo("[\"message\", \"__keyevent@0__:expired\", \"swept\"]");
        node.clock.advanceMillis(100);
        client.send("GET met");
        assertThat(listener.received()).isEqualTo("[\"message\", \"__keyevent@0__:expired\", \"met\"]");
        node.clock.advanceMillis(100);
        client.send("SET replaced v");
        assertThat(listener.received()).isEqualTo("[\"message\", \"__keyevent@0__:expired\", \"replaced\"]");
    }

    @Test
    void the_link_from_upstream_is_an_upstream_whatever_it_reads() {
        Client upstream = new Client(7, new FakeConnection("10.9.9.9:1"), 0);
        upstream.kind(Client.Kind.UPSTREAM);
        expiring("a", 100);
        node.surroundings.isReplica = true;
        node.clock.advanceMillis(101);

        node.fromUpstream(upstream, "GET", "a");

        assertThat(node.core.stats().keyspaceHits).isEqualTo(1);
    }

    @Test
    void reads_count_as_redis_counts_them() {
        Map<String, List<Long>> counted = new TreeMap<>();
        for (String command : List.of(
                "GET", "EXISTS", "TOUCH", "TTL", "PTTL", "EXPIRETIME", "TYPE", "STRLEN", "MGET", "GETEX", "GETDEL")) {
            counted.put(command, countedBy(command + " there", command + " none"));
        }

        assertThat(counted.values()).containsOnly(List.of(1L, 1L));
        for (String command : List.of("INCR %s", "APPEND %s 1", "SETNX %s 1", "PERSIST %s", "EXPIRE %s 9", "DEL %s")) {
            assertThat(countedBy(command.formatted("there"), command.formatted("none")))
                    .as(command)
                    .isEqualTo(List.of(0L, 0L));
        }
    }

    private List<Long> countedBy(String hit, String miss) {
        client.send("FLUSHALL");
        client.send("SET there 1");
        client.send("CONFIG RESETSTAT");
        List<Long> counts = new ArrayList<>();
        client.send(hit);
        counts.add(node.core.stats().keyspaceHits);
        client.send(miss);
        counts.add(node.core.stats().keyspaceMisses);
        return counts;
    }
}
