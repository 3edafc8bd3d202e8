package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class InfoReportTest {
    private final EngineUnderTest node = new EngineUnderTest();
    private final ClientUnderTest client = node.client();

    private String info(String... sections) {
        return node.engine.info(List.of(sections));
    }

    private List<String> lines(String section) {
        return info(section).lines().toList();
    }

    @Test
    void has_sections_in_the_order_of_redis() {
        assertThat(info().lines().filter(line -> line.startsWith("#")))
                .containsExactly(
                        "# Server",
                        "# Clients",
                        "# Memory",
                        "# Persistence",
                        "# Stats",
                        "# Replication",
                        "# CPU",
                        "# Errorstats",
                        "# Keyspace");
    }

    @Test
    void has_more_of_them_where_all_are_wanted() {
        assertThat(info("all")).contains("# Commandstats");
        assertThat(withoutUse(info("everything"))).isEqualTo(withoutUse(info("all")));
        assertThat(withoutUse(info("default"))).isEqualTo(withoutUse(info()));
    }

    /// A report without how much memory and processor time the process has used: another figure at each look.
    private static String withoutUse(String report) {
        return report.replaceAll("(?m)^(used_(?:memory|cpu)\\w*):.*$", "$1");
    }

    @Test
    void has_the_sections_that_were_asked_for_and_separates_them_by_a_line() {
        assertThat(info("keyspace", "nonsense")).isEqualTo("# Keyspace\r\n");
        assertThat(info("keyspace", "clients")).startsWith("# Keyspace\r\n\r\n# Clients\r\n");
        assertThat(info("nonsense")).isEmpty();
    }

    @Test
    void is_asked_for_by_a_command() {
        assertThat(client.send("INFO KEYSPACE")).isEqualTo("\"# Keyspace\\r\\n\"");
        client.send("HELLO 3");
        assertThat(client.send("INFO keyspace")).isEqualTo("=\"txt:# Keyspace\\r\\n\"");
    }

    @Test
    void counts_keys_and_tells_how_long_they_live() {
        client.send("SET a 1");
        client.send("SET b 1 PX 5000");
        client.send("SELECT 3");
        client.send("SET c 1");

        assertThat(lines("keyspace"))
                .containsExactly("# Keyspace", "db0:keys=2,expires=1,avg_ttl=5000", "db3:keys=1,expires=0,avg_ttl=0");
    }

    @Test
    void tells_of_the_server() {
        node.clock.advanceMillis(90_000_000);

        assertThat(lines("server"))
                .contains(
                        "redis_version:7.0.15",
                        "redis_mode:standalone",
                        "run_id:" + node.engine.runId(),
                        "tcp_port:6379",
                        "uptime_in_seconds:90000",
                        "uptime_in_days:1",
                        "hz:10",
                        "process_id:" + ProcessHandle.current().pid());
    }

    @Test
    void counts_clients_without_replicas_and_those_who_wait() {
        client.send("SET a 1");
        client.send("WAIT 1 0");
        node.client();
        node.client().client().kind(io.redisreplicaset.datanode.command.Client.Kind.REPLICA);

        assertThat(lines("clients")).contains("connected_clients:2", "blocked_clients:1", "maxclients:10000");
    }

    @Test
    void counts_what_commands_did() {
        client.send("CONFIG RESETSTAT");
        client.send("GET a");
        client.send("GET a");
        client.send("GET");
        client.send("CLIENT ID");

        assertThat(lines("commandstats"))
                .contains(
                        "cmdstat_get:calls=2,usec=0,usec_per_call=0.00,rejected_calls=1,failed_calls=0",
                        "cmdstat_client|id:calls=1,usec=0,usec_per_call=0.00,rejected_calls=0,failed_calls=0")
                .noneMatch(line -> line.startsWith("cmdstat_set:"));
    }

    @Test
    void counts_what_went_in_and_out() {
        client.send("GET a");
        client.send("SUBSCRIBE c");
        client.send("PSUBSCRIBE d*");

        assertThat(lines("stats"))
                .contains(
                        "total_connections_received:1",
                        "total_commands_processed:3",
                        "keyspace_misses:1",
                        "keyspace_hits:0",
                        "pubsub_channels:1",
                        "pubsub_patterns:1",
                        "expired_keys:0",
                        "held_replies:0");
    }
}
