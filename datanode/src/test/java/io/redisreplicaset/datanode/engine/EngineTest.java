package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.command.Client;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/// Connections, parked clients, time: what goes on around single commands.
final class EngineTest {
    private final EngineUnderTest node = new EngineUnderTest();
    private final ClientUnderTest client = node.client();

    @Test
    void one_client_too_many_is_told_so_and_closed() {
        EngineUnderTest small = new EngineUnderTest("maxclients 1");
        ClientUnderTest first = small.client();

        ClientUnderTest second = small.client();

        assertThat(second.isRefused()).isTrue();
        assertThat(second.received()).isEqualTo("-ERR max number of clients reached");
        assertThat(second.connection.closesAfterFlush).isTrue();
        assertThat(small.core.stats().connectionsRejected).isEqualTo(1);
        first.disconnect();
        assertThat(small.client().isRefused()).isFalse();
    }

    @Test
    void what_is_no_request_is_answered_and_closed() {
        node.engine.beginBurst(client.client());
        node.engine.protocolError(client.client(), "invalid multibulk length");
        node.engine.endBurst(client.client());

        assertThat(client.received()).isEqualTo("-ERR Protocol error: invalid multibulk length");
        assertThat(client.connection.closesAfterFlush).isTrue();
        assertThat(node.logged).singleElement().asString().contains("invalid multibulk length", "10.0.0.1:40001");
    }

    @Test
    void large_replies_leave_before_the_burst_is_over() {
        client.send("SET large " + "x".repeat(700_000));
        node.engine.beginBurst(client.client());
        for (int i = 0; i < 2; i++) {
            node.engine.run(client.client(), io.redisreplicaset.datanode.resp.Request.of("GET", "large"));
        }

        assertThat(client.connection.takeSent()).hasSizeGreaterThan(1_400_000);
        node.engine.run(client.client(), io.redisreplicaset.datanode.resp.Request.of("PING"));
        node.engine.endBurst(client.client());
        assertThat(client.received()).isEqualTo("+PONG");
    }

    @Test
    void replies_are_counted_however_they_leave() {
        client.send("SET large " + "x".repeat(700_000));
        long before = node.core.stats().netOutputBytes;

        String replies = client.sendTogether("GET large", "GET large", "PING");

        assertThat(node.core.stats().netOutputBytes - before).isEqualTo(2 * 700_011L + 7);
        assertThat(replies).endsWith("+PONG");
    }

    @Test
    void a_pause_holds_requests_and_what_stands_behind_them() {
        ClientUnderTest other = node.client();
        client.send("CLIENT PAUSE 1000 ALL");

        assertThat(other.sendTogether("GET a", "PING")).isEmpty();
        node.pass(999);
        assertThat(other.received()).isEmpty();
        node.pass(1);

        assertThat(other.received()).isEqualTo("nil");
        assertThat(other.connection.resumed).isEqualTo(1);
    }

    @Test
    void a_pause_can_be_ended_by_whoever_steers_the_node() {
        ClientUnderTest other = node.client();
        client.send("CLIENT PAUSE 1000000 ALL");
        other.send("PING");

        assertThat(client.send("CLIENT UNPAUSE")).isEqualTo("+OK");
        node.turn();

        assertThat(other.received()).isEqualTo("+PONG");
    }

    @Test
    void a_pause_for_writes_lets_reads_through() {
        client.send("CLIENT PAUSE 1000 WRITE");

        assertThat(client.send("GET a")).isEqualTo("nil");
        assertThat(node.client().send("PUBLISH c m")).isEmpty();
        assertThat(client.send("SET a 1")).isEmpty();
        node.pass(1000);
        assertThat(client.received()).isEqualTo("+OK");
    }

    @Test
    void a_request_that_is_held_is_judged_again_when_it_runs() {
        client.send("CLIENT PAUSE 1000 WRITE");
        client.send("SET a 1");
        node.surroundings.isReplica = true;

        node.pass(1000);

        assertThat(client.received()).isEqualTo("-READONLY You can't write against a read only replica.");
    }

    @Test
    void a_client_that_goes_while_it_waits_is_forgotten() {
        client.send("CLIENT PAUSE 1000 ALL");
        ClientUnderTest other = node.client();
        other.send("SET a 1");

        other.disconnect();
        node.pass(1000);

        assertThat(node.stored(0)).isZero();
        assertThat(node.core.clients().size()).isEqualTo(1);
        assertThat(node.surroundings.asked).contains("client gone");
    }

    @Test
    void a_client_that_goes_is_no_subscriber_and_watches_nothing() {
        client.send("SUBSCRIBE c");
        ClientUnderTest other = node.client();
        other.send("WATCH a");

        client.disconnect();
        other.disconnect();

        ClientUnderTest third = node.client();
        assertThat(third.send("PUBLISH c m")).isEqualTo(":0");
        assertThat(third.send("SET a 1")).isEqualTo("+OK");
    }

    @Test
    void the_end_of_the_process_holds_writes_until_it_is_taken_back() {
        node.engine.holdWritesForShutdown(true);
        assertThat(client.send("SET a 1")).isEmpty();
        node.pass(100_000);
        assertThat(client.received()).isEmpty();

        node.engine.holdWritesForShutdown(false);
        node.turn();

        assertThat(client.received()).isEqualTo("+OK");
    }

    @Test
    void an_idle_client_is_closed_when_that_is_wanted() {
        client.send("CONFIG SET timeout 10");
        ClientUnderTest subscriber = node.client();
        subscriber.send("SUBSCRIBE c");
        ClientUnderTest busy = node.client();

        node.pass(6_000);
        busy.send("PING");
        node.pass(6_000);

        assertThat(client.connection.isClosed).isTrue();
        assertThat(subscriber.connection.isClosed).isFalse();
        assertThat(busy.connection.isClosed).isFalse();
    }

    @Test
    void an_idle_client_is_not_closed_by_default() {
        node.pass(100_000_000);

        assertThat(client.connection.isClosed).isFalse();
    }

    @Test
    void parts_have_their_ticks_hz_times_a_second() {
        client.send("CONFIG SET hz 50");
        node.pass(100);
        node.surroundings.asked.clear();

        for (int i = 0; i < 1000; i++) {
            node.pass(1);
        }

        assertThat(Collections.frequency(node.surroundings.asked, "tick")).isBetween(49, 51);
    }

    @Test
    void the_loop_may_sleep_until_the_next_tick_or_until_a_part_wants_its_turn() {
        node.turn();
        assertThat(node.engine.maySleepNanos()).isEqualTo(100_000_000);
        node.clock.advanceMillis(40);
        assertThat(node.engine.maySleepNanos()).isEqualTo(60_000_000);

        node.surroundings.partWantsTurnWithinNanos = 5;
        assertThat(node.engine.maySleepNanos()).isEqualTo(5);
    }

    @Test
    void clients_are_dropped_and_those_who_wait_are_told_why() {
        ClientUnderTest waiting = node.client();
        ClientUnderTest replica = node.client();
        replica.client().kind(Client.Kind.REPLICA);
        ClientUnderTest coordinator = node.client();
        coordinator.client().control();
        client.send("CLIENT PAUSE 1000 WRITE");
        waiting.send("SET a 1");

        node.engine.dropClients("READONLY somebody else is the master");

        assertThat(waiting.received()).isEqualTo("-READONLY somebody else is the master");
        assertThat(waiting.connection.closesAfterFlush).isTrue();
        assertThat(client.connection.isClosed).isTrue();
        assertThat(client.received()).isEmpty();
        assertThat(replica.connection.isClosed).isFalse();
        assertThat(coordinator.connection.isClosed).isFalse();
        node.pass(1000);
        assertThat(node.stored(0)).isZero();
    }

    @Test
    void those_who_wait_for_replicas_hear_that_this_is_one_now() {
        client.send("SET a 1");
        client.send("WAIT 1 0");

        node.engine.endWaits("UNBLOCKED somebody else is the master");

        assertThat(client.received()).isEqualTo("-UNBLOCKED somebody else is the master");
        assertThat(client.connection.closesAfterFlush).isTrue();
    }

    @Test
    void an_empty_line_from_a_replica_is_a_sign_of_life() {
        client.client().kind(Client.Kind.REPLICA);

        client.send(new byte[0][]);

        assertThat(node.surroundings.asked).containsExactly("heard from a replica");
    }

    @Test
    void a_table_that_grew_is_put_in_order_while_nobody_asks() {
        for (int i = 0; i < 5000; i++) {
            client.send("SET k" + i + " v");
        }
        node.pass(100);

        assertThat(client.send("DBSIZE")).isEqualTo(":5000");
        assertThat(client.send("SCAN 0 COUNT 5000")).contains("k");
    }

    @Test
    void a_message_to_oneself_keeps_its_place_among_the_replies() {
        client.send("HELLO 3");

        assertThat(client.sendTogether("SUBSCRIBE c", "PUBLISH c m", "PING"))
                .isEqualTo(">[\"subscribe\", \"c\", :1]\n>[\"message\", \"c\", \"m\"]\n:1\n+PONG");
    }

    @Test
    void every_run_has_an_id_of_its_own() {
        assertThat(node.engine.runId()).matches("[0-9a-f]{40}");
        assertThat(new EngineUnderTest(new java.util.Random(2)).engine.runId()).isNotEqualTo(node.engine.runId());
    }
}
