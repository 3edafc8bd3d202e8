package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.membership.WriteVerdict;
import org.junit.jupiter.api.Test;

/// Which commands may run, by what the node is at this moment. The order of the refusals is Redis's.
final class AdmissionTest {
    private static final String MISCONF =
            "-MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk."
                    + " Commands that may modify the data set are disabled, because this instance is configured to report"
                    + " errors during writes if RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check the"
                    + " Redis logs for details about the RDB error.";
    private static final String NOREPLICAS = "-NOREPLICAS Not enough good replicas to write.";
    private static final String READONLY = "-READONLY You can't write against a read only replica.";
    private static final String MASTERDOWN =
            "-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.";
    private static final String LOADING = "-LOADING Redis is loading the dataset in memory";

    private final EngineUnderTest node = new EngineUnderTest();
    private final ClientUnderTest client = node.client();

    private void wantReplicas() {
        client.send("CONFIG SET min-replicas-to-write 1");
    }

    @Test
    void a_client_without_the_password_hears_of_nothing_else() {
        EngineUnderTest guarded = new EngineUnderTest("requirepass secret");
        guarded.surroundings.failedToSave = true;
        guarded.surroundings.isReplica = true;
        ClientUnderTest stranger = guarded.client();

        assertThat(stranger.send("SET a 1")).isEqualTo("-NOAUTH Authentication required.");
        assertThat(stranger.send("PING")).isEqualTo("-NOAUTH Authentication required.");
        assertThat(stranger.send("NOSUCH")).startsWith("-ERR unknown command");
        assertThat(stranger.send("GET")).startsWith("-ERR wrong number of arguments");
        assertThat(stranger.send("AUTH secret")).isEqualTo("+OK");
        assertThat(stranger.send("SET a 1")).isEqualTo(MISCONF);
    }

    @Test
    void a_client_without_the_password_is_served_once_there_is_none_any_more() {
        EngineUnderTest guarded = new EngineUnderTest("requirepass secret");
        ClientUnderTest stranger = guarded.client();
        ClientUnderTest knows = guarded.client();
        knows.send("AUTH secret");

        knows.send("CONFIG", "SET", "requirepass", "");

        assertThat(stranger.send("PING")).isEqualTo("+PONG");
    }

    @Test
    void a_client_stays_authenticated_when_the_password_changes() {
        client.send("CONFIG SET requirepass secret");

        assertThat(client.send("PING")).isEqualTo("+PONG");
        assertThat(node.client().send("PING")).isEqualTo("-NOAUTH Authentication required.");
    }

    @Test
    void a_node_that_can_not_save_takes_no_writes_and_is_not_well() {
        node.surroundings.failedToSave = true;

        assertThat(client.send("SET a 1")).isEqualTo(MISCONF);
        assertThat(client.send("PING")).isEqualTo(MISCONF);
        assertThat(client.send("GET a")).isEqualTo("nil");
        assertThat(client.send("PUBLISH c m")).isEqualTo(":0");
        assertThat(client.send("ECHO x")).isEqualTo("\"x\"");
    }

    @Test
    void refusals_come_in_the_order_of_redis() {
        wantReplicas();
        node.surroundings.failedToSave = true;
        node.surroundings.hidesStaleData = true;
        node.core.loading(true);

        assertThat(client.send("SET a 1")).isEqualTo(MISCONF);
        node.surroundings.failedToSave = false;
        assertThat(client.send("SET a 1")).isEqualTo(NOREPLICAS);
        node.surroundings.isReplica = true;
        assertThat(client.send("SET a 1")).isEqualTo(READONLY);
        client.send("CONFIG SET replica-read-only no");
        assertThat(client.send("SET a 1")).isEqualTo(MASTERDOWN);
        node.surroundings.hidesStaleData = false;
        assertThat(client.send("SET a 1")).isEqualTo(LOADING);
        node.core.loading(false);
        assertThat(client.send("SET a 1")).isEqualTo("+OK");
    }

    @Test
    void a_replica_does_not_ask_for_replicas_of_its_own() {
        wantReplicas();
        node.surroundings.isReplica = true;
        client.send("CONFIG SET replica-read-only no");

        assertThat(client.send("SET a 1")).isEqualTo("+OK");
    }

    @Test
    void a_replica_lets_messages_be_published() {
        node.surroundings.isReplica = true;

        assertThat(client.send("PUBLISH c m")).isEqualTo(":0");
        assertThat(client.sendTogether("MULTI", "PUBLISH c m", "EXEC")).isEqualTo("+OK\n+QUEUED\n[:0]");
    }

    @Test
    void a_replica_that_hides_stale_data_still_speaks_of_itself() {
        node.surroundings.isReplica = true;
        node.surroundings.hidesStaleData = true;

        assertThat(client.send("GET a")).isEqualTo(MASTERDOWN);
        assertThat(client.send("PING")).isEqualTo(MASTERDOWN);
        assertThat(client.send("CONFIG GET hz")).isEqualTo("[\"hz\", \"10\"]");
        assertThat(client.send("ROLE")).isEqualTo("[]");
        assertThat(client.send("SELECT 1")).isEqualTo("+OK");
    }

    @Test
    void a_node_that_loads_still_speaks_of_itself() {
        node.core.loading(true);

        assertThat(client.send("GET a")).isEqualTo(LOADING);
        assertThat(client.send("PING")).isEqualTo(LOADING);
        assertThat(client.send("ECHO a")).isEqualTo("\"a\"");
        assertThat(client.send("LASTSAVE")).isEqualTo(":1700000000");
        assertThat(client.sendTogether("MULTI", "ECHO a", "EXEC")).isEqualTo("+OK\n+QUEUED\n[\"a\"]");
    }

    @Test
    void a_transaction_is_what_its_commands_are() {
        client.sendTogether("MULTI", "GET a");
        node.surroundings.isReplica = true;
        node.surroundings.hidesStaleData = true;

        assertThat(client.send("EXEC"))
                .isEqualTo("-EXECABORT Transaction discarded because of: " + MASTERDOWN.substring(1));
        assertThat(client.send("EXEC")).isEqualTo("-ERR EXEC without MULTI");
    }

    @Test
    void a_transaction_with_a_write_is_refused_by_one_that_became_a_replica() {
        client.sendTogether("MULTI", "SET a 1", "GET a");
        node.surroundings.isReplica = true;

        assertThat(client.send("EXEC"))
                .isEqualTo("-EXECABORT Transaction discarded because of: " + READONLY.substring(1));
        assertThat(node.stored(0)).isZero();
    }

    @Test
    void a_transaction_that_only_reads_is_not() {
        client.sendTogether("MULTI", "GET a");
        node.surroundings.isReplica = true;

        assertThat(client.send("EXEC")).isEqualTo("[nil]");
    }

    @Test
    void a_transaction_begun_before_a_load_waits_for_nobody() {
        client.sendTogether("MULTI", "GET a");
        node.core.loading(true);

        assertThat(client.send("EXEC"))
                .isEqualTo("-EXECABORT Transaction discarded because of: " + LOADING.substring(1));
    }

    @Test
    void the_link_of_a_replica_is_not_one_for_data() {
        client.client().kind(Client.Kind.REPLICA);

        for (String command : new String[] {"GET a", "SET a 1", "PUBLISH c m", "DBSIZE"}) {
            // Whatever is answered there would be taken for history: the link closes, and the log says why.
            client.send(command);
            assertThat(node.logged.removeLast())
                    .endsWith("disconnecting it: -ERR Replica can't interact with the keyspace");
        }
    }

    @Test
    void an_upstream_is_not_asked_any_of_this() {
        node.surroundings.isReplica = true;
        node.surroundings.failedToSave = true;
        node.surroundings.hidesStaleData = true;

        node.fromUpstream("SET", "a", "1");

        assertThat(node.stored(0)).isEqualTo(1);
    }

    @Test
    void an_upstream_sends_history_and_nothing_that_steers_the_node() {
        node.surroundings.isReplica = true;
        for (String command : new String[] {
            "REPLICAOF NO ONE", "CONFIG SET hz 20", "SHUTDOWN", "DEBUG SEGFAULT", "CLIENT KILL TYPE normal",
            "SUBSCRIBE c", "WAIT 1 0", "MONITOR", "SAVE", "INFO"
        }) {
            node.fromUpstream(command.split(" "));
        }

        assertThat(node.surroundings.asked).isEmpty();
        assertThat(node.core.stats().errorReplies()).isEqualTo(10);
        assertThat(client.send("CONFIG GET hz")).isEqualTo("[\"hz\", \"10\"]");
    }

    @Test
    void a_set_may_keep_writes_waiting() {
        node.surroundings.verdict = new WriteVerdict.Park();

        assertThat(client.send("SET a 1")).isEmpty();
        assertThat(node.client().send("GET a")).isEqualTo("nil");
        assertThat(node.client().send("PING")).isEqualTo("+PONG");

        node.surroundings.verdict = new WriteVerdict.Execute();
        node.turn();
        assertThat(client.received()).isEqualTo("+OK");
        assertThat(client.connection.resumed).isEqualTo(1);
    }

    @Test
    void a_set_may_refuse_writes() {
        node.surroundings.verdict = new WriteVerdict.Refuse("NOQUORUM writes are closed");

        assertThat(client.send("SET a 1")).isEqualTo("-NOQUORUM writes are closed");
        assertThat(client.sendTogether("MULTI", "SET a 1", "EXEC"))
                .isEqualTo("+OK\n-NOQUORUM writes are closed\n"
                        + "-EXECABORT Transaction discarded because of previous errors.");
        assertThat(client.send("GET a")).isEqualTo("nil");
        assertThat(client.send("PUBLISH c m")).isEqualTo("-NOQUORUM writes are closed");
    }

    @Test
    void a_set_that_is_a_replica_here_does_not_hold_messages() {
        node.surroundings.isReplica = true;
        node.surroundings.verdict = new WriteVerdict.Refuse("READONLY no");

        assertThat(client.send("PUBLISH c m")).isEqualTo(":0");
    }

    @Test
    void a_set_that_knows_of_no_history_keeps_reads_waiting_too() {
        node.surroundings.readsAreParked = true;

        assertThat(client.send("GET a")).isEmpty();
        assertThat(node.client().send("PING")).isEqualTo("+PONG");
        ClientUnderTest third = node.client();
        assertThat(third.sendTogether("MULTI", "GET a")).isEqualTo("+OK");
        assertThat(third.client().isParked()).isTrue();

        node.surroundings.readsAreParked = false;
        node.turn();
        assertThat(client.received()).isEqualTo("nil");
        assertThat(third.received()).isEqualTo("+QUEUED");
    }
}
