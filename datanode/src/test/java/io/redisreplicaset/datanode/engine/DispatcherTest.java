package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.command.CommandSpec;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// From a request to its reply, beside what the transcripts say.
final class DispatcherTest {
    private final EngineUnderTest node = new EngineUnderTest("enable-debug-command yes");
    private final ClientUnderTest client = node.client();

    private CommandSpec spec(String name) {
        return Objects.requireNonNull(node.commands().named(name));
    }

    @Test
    void an_empty_request_is_answered_by_nothing() {
        assertThat(client.send(new byte[0][])).isEmpty();
        assertThat(node.core.stats().commandsProcessed).isZero();
    }

    @Test
    void requests_that_come_together_are_answered_in_order() {
        assertThat(client.sendTogether("SET a 1", "NOSUCH", "INCR a", "GET a"))
                .isEqualTo("+OK\n-ERR unknown command 'NOSUCH', with args beginning with: \n:2\n\"2\"");
    }

    @Test
    void requests_that_come_together_share_one_reading_of_the_wall_clock() {
        node.clock.nanosALook(1_000_000_000);

        client.sendTogether("SET a 1 PX 10", "SET b 1 PX 10");

        assertThat(client.send("PEXPIRETIME a")).isEqualTo(client.send("PEXPIRETIME b"));
    }

    @Test
    void nothing_behind_quit_is_run() {
        assertThat(client.sendTogether("SET a 1", "QUIT", "SET a 2")).isEqualTo("+OK\n+OK");
        assertThat(node.client().send("GET a")).isEqualTo("\"1\"");
        assertThat(client.connection.closesAfterFlush).isTrue();
    }

    @Test
    void calls_failures_and_refusals_are_counted_apart() {
        client.send("CONFIG RESETSTAT");
        client.send("SET s abc");
        client.send("INCR s");
        client.send("INCR n");
        client.send("INCR");
        client.send("NOSUCH");

        assertThat(spec("incr").stats().calls()).isEqualTo(2);
        assertThat(spec("incr").stats().failedCalls()).isEqualTo(1);
        assertThat(spec("incr").stats().rejectedCalls()).isEqualTo(1);
        assertThat(node.core.stats().errorReplies()).isEqualTo(3);
        // RESETSTAT is behind what it resets.
        assertThat(node.core.stats().commandsProcessed).isEqualTo(3);
    }

    @Test
    void the_time_of_a_call_is_counted() {
        node.clock.nanosALook(250_000);
        client.send("PING");

        assertThat(spec("ping").stats().micros()).isEqualTo(250);
    }

    @Test
    void changes_are_counted_for_save_points_once() {
        client.send("MSET a 1 b 2");
        assertThat(node.core.stats().dirty).isEqualTo(2);
        client.sendTogether("MULTI", "SET a 1", "DEL a b", "EXEC");
        assertThat(node.core.stats().dirty).isEqualTo(5);
        client.send("FLUSHALL");
        client.send("PUBLISH c m");
        assertThat(node.core.stats().dirty).isEqualTo(5);
    }

    @Test
    void a_command_that_says_nothing_keeps_its_place_among_the_replies_of_a_transaction() {
        assertThat(client.sendTogether("MULTI", "SET a 1", "REPLCONF ACK 1", "GET a", "EXEC"))
                .isEqualTo("+OK\n+QUEUED\n+QUEUED\n+QUEUED\n[+OK, nil, \"1\"]");
    }

    @Test
    void a_client_that_wants_no_replies_can_say_so_in_a_transaction() {
        assertThat(client.sendTogether("MULTI", "SET a 1", "CLIENT REPLY OFF", "SET b 1", "EXEC", "GET a"))
                .isEqualTo("+OK\n+QUEUED\n+QUEUED\n+QUEUED");
        assertThat(client.send("CLIENT REPLY ON")).isEqualTo("+OK");
        assertThat(client.send("MGET a b")).isEqualTo("[\"1\", \"1\"]");
    }

    @Test
    void a_client_that_wants_no_replies_gets_none_from_wait() {
        client.send("CLIENT REPLY OFF");
        client.send("SET a 1");
        client.send("WAIT 1 100");

        node.pass(101);

        assertThat(client.received()).isEmpty();
        assertThat(client.client().isParked()).isFalse();
    }

    @Test
    void a_client_that_skips_one_reply_may_skip_that_of_wait() {
        client.send("SET a 1");
        client.send("CLIENT REPLY SKIP");
        client.send("WAIT 1 100");

        node.pass(101);

        assertThat(client.received()).isEmpty();
        assertThat(client.send("PING")).isEqualTo("+PONG");
    }

    @Test
    void a_queued_command_is_not_changed_by_what_arrives_behind_it() {
        byte[] word = "first".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        client.send("MULTI");
        client.send(new byte[][] {"ECHO".getBytes(java.nio.charset.StandardCharsets.US_ASCII), word});
        java.util.Arrays.fill(word, (byte) 'x');

        assertThat(client.send("EXEC")).isEqualTo("[\"first\"]");
    }

    @Test
    void a_watched_key_that_expires_breaks_the_transaction() {
        client.send("SET a 1 PX 100");
        client.sendTogether("WATCH a", "MULTI", "SET b 1");
        node.clock.advanceMillis(101);

        assertThat(client.send("EXEC")).isEqualTo("nil[]");
    }

    @Test
    void a_watched_key_that_was_expired_already_does_not() {
        client.send("DEBUG SET-ACTIVE-EXPIRE 0");
        client.send("SET a 1 PX 100");
        node.clock.advanceMillis(101);
        client.send("WATCH a");
        node.client().send("GET a");

        assertThat(client.sendTogether("MULTI", "PING", "EXEC")).isEqualTo("+OK\n+QUEUED\n[+PONG]");
    }

    @Test
    void a_watched_key_that_was_expired_already_and_is_set_anew_does() {
        client.send("DEBUG SET-ACTIVE-EXPIRE 0");
        client.send("SET a 1 PX 100");
        node.clock.advanceMillis(101);
        client.send("WATCH a");
        node.client().send("SET a 2");

        assertThat(client.sendTogether("MULTI", "PING", "EXEC")).isEqualTo("+OK\n+QUEUED\nnil[]");
    }

    @Test
    void a_watched_key_breaks_the_transaction_when_the_data_is_somebody_elses() {
        client.sendTogether("SET a 1", "WATCH a", "MULTI");
        node.surroundings.isReplica = true;

        node.fromUpstream("SET", "a", "2");

        assertThat(client.send("EXEC")).isEqualTo("nil[]");
    }

    @Test
    void wait_is_answered_at_once_where_replicas_have_everything() {
        node.surroundings.replicasWithEverything = 2;
        client.send("SET a 1");

        assertThat(client.send("WAIT 2 0")).isEqualTo(":2");
        assertThat(node.surroundings.asked).isEmpty();
    }

    @Test
    void wait_asks_for_acks_and_is_answered_when_they_come() {
        client.send("SET a 1");
        assertThat(client.sendTogether("WAIT 1 0", "GET a")).isEmpty();
        assertThat(node.surroundings.asked).containsExactly("acks");
        node.pass(1_000_000);
        assertThat(client.received()).isEmpty();

        node.surroundings.replicasWithEverything = 1;
        node.turn();

        assertThat(client.received()).isEqualTo(":1");
        assertThat(client.connection.resumed).isEqualTo(1);
    }

    @Test
    void wait_is_answered_when_its_time_is_over() {
        client.send("SET a 1");
        client.send("WAIT 1 100");

        node.pass(99);
        assertThat(client.received()).isEmpty();
        node.pass(1);

        assertThat(client.received()).isEqualTo(":0");
    }

    @Test
    void wait_of_one_who_changed_nothing_waits_for_nobody() {
        node.client().send("SET a 1");

        assertThat(client.send("WAIT 0 0")).isEqualTo(":0");
    }

    @Test
    void wait_is_no_use_on_a_replica() {
        node.surroundings.isReplica = true;

        assertThat(client.send("WAIT 1 0")).startsWith("-ERR WAIT cannot be used with replica instances.");
    }

    @Test
    void replicaof_follows_and_says_whether_it_did_already() {
        assertThat(client.send("REPLICAOF 10.0.0.2 6379")).isEqualTo("+OK");
        node.surroundings.knowsUpstream = true;
        assertThat(client.send("REPLICAOF 10.0.0.2 6379")).isEqualTo("+OK Already connected to specified master");
        assertThat(client.send("REPLICAOF NO ONE")).isEqualTo("+OK");
        assertThat(node.surroundings.asked).containsExactly("follow 10.0.0.2 6379", "follow 10.0.0.2 6379", "promote");
    }

    @Test
    void replicaof_is_not_for_a_node_of_a_set() {
        node.surroundings.isMember = true;

        assertThat(client.send("REPLICAOF NO ONE")).startsWith("-ERR This node belongs to a set");
        assertThat(node.surroundings.asked).isEmpty();
    }

    @Test
    void commands_that_save_and_stop_say_how() {
        assertThat(client.send("SAVE")).isEqualTo("+OK");
        assertThat(client.send("BGSAVE SCHEDULE")).isEqualTo("+Background saving started");
        assertThat(client.sendTogether("MULTI", "BGSAVE", "EXEC"))
                .isEqualTo("+OK\n+QUEUED\n[+Background saving started]");
        client.send("DEBUG RELOAD NOSAVE MERGE");
        client.send("SHUTDOWN NOSAVE NOW FORCE");
        assertThat(node.surroundings.asked)
                .containsExactly(
                        "save",
                        "bgsave schedule",
                        "bgsave in transaction",
                        "reload flush merge",
                        "shutdown NEVER now force");
    }

    @Test
    void shutdown_that_is_taken_back_is_told_to_whoever_asked() {
        client.send("SHUTDOWN");
        node.turn();
        assertThat(client.received()).isEmpty();

        assertThat(node.client().send("SHUTDOWN ABORT")).isEqualTo("+OK");
        node.turn();

        assertThat(client.received()).isEqualTo("-ERR Errors trying to SHUTDOWN. Check logs.");
    }

    @Test
    void debug_is_off_unless_it_is_switched_on() {
        EngineUnderTest plain = new EngineUnderTest();
        assertThat(plain.client().send("DEBUG DIGEST")).startsWith("-ERR DEBUG command not allowed.");

        EngineUnderTest local = new EngineUnderTest("enable-debug-command local");
        ClientUnderTest here = local.client();
        ClientUnderTest there = local.client();
        there.connection.isLoopback = false;
        assertThat(here.send("DEBUG DIGEST")).isEqualTo("+" + "0".repeat(40));
        assertThat(there.send("DEBUG DIGEST")).startsWith("-ERR DEBUG command not allowed.");
    }
}
