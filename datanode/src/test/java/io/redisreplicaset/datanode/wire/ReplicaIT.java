package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;

/// What a client of a master or a replica sees: exactly what it sees on a real server.
final class ReplicaIT {
    @TempDir
    Path folder = Path.of("");

    private static List<String> fields(Server server) {
        try (Jedis client = server.client()) {
            return client.info("replication")
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.replaceAll(":.*", ""))
                    .toList();
        }
    }

    /// What is done with a replica that has all of its master, and with a client of each.
    @FunctionalInterface
    private interface Scenario {
        void play(Server master, Server replica, Wire toMaster, Wire toReplica) throws IOException;
    }

    private void attached(Pairing pairing, Scenario scenario) throws IOException {
        try (Server master = pairing.master.start(folder, "master");
                Server replica = pairing.replica.start(folder, "replica");
                Wire toMaster = master.wire();
                Wire toReplica = replica.wire()) {
            replica.follow(master);
            replica.awaitSyncedWith(master);
            scenario.play(master, replica, toMaster, toReplica);
        }
    }

    @Test
    void info_has_the_fields_of_a_real_server_in_its_order() throws IOException {
        String[] demanding = {"--min-replicas-to-write", "1"};
        try (Server redis = Program.REDIS.start(folder, "redis", demanding);
                Server node = Program.NODE.start(folder, "node", demanding);
                Server redisReplica = Program.REDIS.start(folder, "redis-replica");
                Server nodeReplica = Program.NODE.start(folder, "node-replica")) {
            assertThat(fields(node)).isEqualTo(fields(redis));
            redisReplica.follow(redis);
            nodeReplica.follow(node);
            redisReplica.awaitSyncedWith(redis);
            nodeReplica.awaitSyncedWith(node);
            assertThat(fields(node)).isEqualTo(fields(redis));
            assertThat(fields(nodeReplica)).isEqualTo(fields(redisReplica));
            redis.killAtOnce();
            node.killAtOnce();
            redisReplica.awaitInfo("master_link_status", "down");
            nodeReplica.awaitInfo("master_link_status", "down");
            assertThat(fields(nodeReplica)).isEqualTo(fields(redisReplica));
        }
    }

    @Test
    void info_has_the_fields_of_a_real_server_during_a_sync() throws IOException {
        String[] slow = {"--rdb-key-save-delay", "10000000", "--repl-diskless-load", "swapdb"};
        try (Server redis = Program.REDIS.start(folder, "redis", slow);
                Server node = Program.NODE.start(folder, "node", slow);
                Server redisReplica = Program.REDIS.start(folder, "redis-replica", slow);
                Server nodeReplica = Program.NODE.start(folder, "node-replica", slow)) {
            Traffic.random().run(redis, 200);
            Traffic.random().run(node, 200);
            redisReplica.follow(redis);
            nodeReplica.follow(node);
            redisReplica.awaitInfo("master_sync_in_progress", "1");
            nodeReplica.awaitInfo("master_sync_in_progress", "1");
            assertThat(fields(nodeReplica)).isEqualTo(fields(redisReplica));
            assertThat(fields(node)).isEqualTo(fields(redis));
        }
    }

    @ParameterizedTest
    @EnumSource
    void role_tells_who_follows_whom(Pairing pairing) throws IOException {
        try (Server master = pairing.master.start(folder, "master");
                Server replica = pairing.replica.start(folder, "replica");
                Wire toMaster = master.wire();
                Wire toReplica = replica.wire()) {
            assertThat(toMaster.say("ROLE")).isEqualTo("[master, 0, []]");
            replica.follow(master);
            replica.awaitSyncedWith(master);
            // A ping may come between the two questions.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(toReplica.say("ROLE"))
                            .isEqualTo("[slave, 127.0.0.1, " + master.port() + ", connected, "
                                    + replica.info("master_repl_offset") + "]"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(toMaster.say("ROLE"))
                            .matches("\\[master, \\d+, \\[\\[127.0.0.1, " + replica.port() + ", \\d+]]]"));
            master.killAtOnce();
            replica.awaitInfo("master_link_status", "down");
            assertThat(toReplica.say("ROLE"))
                    .matches("\\[slave, 127.0.0.1, " + master.port() + ", (connect|connecting), -1]");
        }
    }

    @ParameterizedTest
    @EnumSource
    void wait_counts_who_has_it(Pairing pairing) throws IOException {
        try (Server master = pairing.master.start(folder, "master");
                Server one = pairing.replica.start(folder, "one");
                Server two = pairing.replica.start(folder, "two");
                Wire client = master.wire()) {
            assertThat(client.say("WAIT", "0", "0")).isEqualTo("0");
            assertThat(client.say("WAIT", "1", "50")).isEqualTo("0");
            one.follow(master);
            two.follow(master);
            one.awaitSyncedWith(master);
            two.awaitSyncedWith(master);
            client.say("SET", "key", "value");
            assertThat(client.say("WAIT", "2", "5000")).isEqualTo("2");
            two.signal("STOP");
            client.say("SET", "key", "other");
            // The one that has it counts as soon as it has said so.
            assertThat(client.say("WAIT", "1", "5000")).isEqualTo("1");
            assertThat(client.say("WAIT", "2", "300")).isEqualTo("1");
            two.signal("CONT");
            assertThat(client.say("WAIT", "2", "5000")).isEqualTo("2");
            try (Wire replica = one.wire()) {
                assertThat(replica.say("WAIT", "1", "0"))
                        .isEqualTo("-ERR WAIT cannot be used with replica instances. Please also note that since"
                                + " Redis 4.0 if a replica is configured to be writable (which is not the default)"
                                + " writes to replicas are just local and are not propagated.");
            }
        }
    }

    @Test
    void a_replica_is_read_only_unless_it_is_told_otherwise() throws IOException {
        try (Server master = Program.REDIS.start(folder, "master");
                Server replica = Program.NODE.start(folder, "replica");
                Wire client = replica.wire()) {
            replica.follow(master);
            replica.awaitSyncedWith(master);
            assertThat(client.say("SET", "key", "value"))
                    .isEqualTo("-READONLY You can't write against a read only replica.");
            client.say("CONFIG", "SET", "replica-read-only", "no");
            assertThat(client.say("SET", "key", "value")).isEqualTo("OK");
            assertThat(client.say("GET", "key")).isEqualTo("value");
            // What it writes for itself is no part of the history, or the two would never be at one offset again.
            replica.awaitSyncedWith(master);
        }
    }

    @ParameterizedTest
    @EnumSource
    void stale_data_can_be_hidden(Program program) throws IOException {
        try (Server master = Program.NODE.start(folder, "master");
                Server replica = program.start(folder, "replica", "--replica-serve-stale-data", "no");
                Wire client = replica.wire()) {
            try (Wire toMaster = master.wire()) {
                toMaster.say("SET", "key", "value");
            }
            replica.follow(master);
            replica.awaitSyncedWith(master);
            assertThat(client.say("GET", "key")).isEqualTo("value");
            master.killAtOnce();
            replica.awaitInfo("master_link_status", "down");
            String down = "-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.";
            assertThat(client.say("GET", "key")).isEqualTo(down);
            assertThat(client.say("PING")).isEqualTo(down);
            assertThat(client.say("SYNC")).isEqualTo(down);
            assertThat(client.say("ROLE")).startsWith("[slave");
            client.say("CONFIG", "SET", "replica-serve-stale-data", "yes");
            assertThat(client.say("GET", "key")).isEqualTo("value");
            assertThat(client.say("SYNC")).isEqualTo("-NOMASTERLINK Can't SYNC while not connected with my master");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_replica_needs_the_password_of_its_master(Pairing pairing) throws IOException {
        try (Server master = pairing.master.start(folder, "master", "--requirepass", "secret");
                Server replica = pairing.replica.start(folder, "replica");
                Wire client = replica.wire();
                Wire toMaster = master.wire()) {
            toMaster.say("AUTH", "secret");
            toMaster.say("SET", "key", "value");
            client.say("REPLICAOF", "127.0.0.1", Integer.toString(master.port()));
            if (pairing.replica == Program.NODE) {
                replica.awaitLog("MASTER refused to sync: -NOAUTH Authentication required.");
            }
            client.say("CONFIG", "SET", "masterauth", "wrong");
            replica.awaitLog("Unable to AUTH to MASTER: -WRONGPASS");
            assertThat(replica.log()).doesNotContain("secret").doesNotContain("wrong\n");
            client.say("CONFIG", "SET", "masterauth", "secret");
            replica.awaitInfo("master_link_status", "up");
            Awaitility.await().until(() -> client.say("GET", "key").equals("value"));
            client.say("CONFIG", "SET", "masteruser", "default");
            toMaster.say("CLIENT", "KILL", "TYPE", "replica");
            replica.awaitInfo("master_link_status", "up");
        }
    }

    @ParameterizedTest
    @EnumSource
    void writes_can_demand_replicas(Pairing pairing) throws IOException {
        try (Server master = pairing.master.start(
                        folder, "master", "--min-replicas-to-write", "1", "--min-replicas-max-lag", "2");
                Server replica = pairing.replica.start(folder, "replica");
                Wire client = master.wire()) {
            String refusal = "-NOREPLICAS Not enough good replicas to write.";
            assertThat(client.say("SET", "key", "value")).isEqualTo(refusal);
            replica.follow(master);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> client.say("SET", "key", "value").equals("OK"));
            master.awaitInfo("min_slaves_good_slaves", "1");
            replica.signal("STOP");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> client.say("SET", "key", "value").equals(refusal));
            assertThat(client.say("GET", "key")).isEqualTo("value");
            replica.signal("CONT");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> client.say("SET", "key", "value").equals("OK"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_test_can_send_a_command_to_replicas_alone(Pairing pairing) throws IOException {
        attached(pairing, (master, replica, toMaster, toReplica) -> {
            assertThat(toMaster.say("DEBUG", "REPLICATE", "SET", "key", "value"))
                    .isEqualTo("OK");
            replica.awaitSyncedWith(master);
            assertThat(toReplica.say("GET", "key")).isEqualTo("value");
            assertThat(toMaster.say("GET", "key")).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void keys_expire_by_the_masters_word(Pairing pairing) throws IOException {
        attached(pairing, (master, replica, toMaster, toReplica) -> {
            toMaster.say("DEBUG", "SET-ACTIVE-EXPIRE", "0");
            toMaster.say("SET", "key", "value", "PX", "200");
            toMaster.say("SET", "stays", "value", "PX", "100000");
            replica.awaitSyncedWith(master);
            // Its time is over: it is not shown, and it is not gone.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> toReplica.say("GET", "key").isEmpty());
            assertThat(toReplica.say("DBSIZE")).isEqualTo("2");
            assertThat(toReplica.say("DEBUG", "OBJECT", "key")).startsWith("Value at:");
            assertThat(toMaster.say("DBSIZE")).isEqualTo("2");
            assertThat(toMaster.say("GET", "key")).isEmpty();
            replica.awaitSyncedWith(master);
            assertThat(toReplica.say("DBSIZE")).isEqualTo("1");
            assertThat(replica.digest()).isEqualTo(master.digest());
            toMaster.say("SET", "key", "value", "PX", "50");
            toMaster.say("DEBUG", "SET-ACTIVE-EXPIRE", "1");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> toReplica.say("DBSIZE").equals("1")
                            && toMaster.say("DBSIZE").equals("1"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void replicaof_is_answered_as_a_real_server_answers(Program program) throws IOException {
        try (Server server = program.start(folder, "server");
                Wire client = server.wire()) {
            assertThat(client.say("REPLICAOF", "NO", "ONE")).isEqualTo("OK");
            assertThat(client.say("REPLICAOF", "127.0.0.1", "1")).isEqualTo("OK");
            assertThat(client.say("REPLICAOF", "127.0.0.1", "1")).isEqualTo("OK Already connected to specified master");
            assertThat(client.say("REPLICAOF", "127.0.0.1", "65536")).isEqualTo("-ERR Invalid master port");
            assertThat(client.say("REPLICAOF", "127.0.0.1", "port")).isEqualTo("-ERR Invalid master port");
            assertThat(client.say("SLAVEOF", "no", "one")).isEqualTo("OK");
            assertThat(client.say("PSYNC", "?", "x")).isEqualTo("-ERR value is not an integer or out of range");
            assertThat(client.say("REPLCONF", "listening-port", "x"))
                    .isEqualTo("-ERR value is not an integer or out of range");
            assertThat(client.say("REPLCONF", "nonsense", "1"))
                    .isEqualTo("-ERR Unrecognized REPLCONF option: nonsense");
            assertThat(client.say("REPLCONF", "listening-port")).isEqualTo("-ERR syntax error");
            assertThat(client.say("REPLCONF", "capa", "eof", "capa", "what-is-that"))
                    .isEqualTo("OK");
            assertThat(client.say("REPLCONF", "rdb-filter-only", "keys"))
                    .isEqualTo("-ERR Unsupported rdb-filter-only option: keys");
            assertThat(client.say("REPLCONF", "rdb-filter-only", "functions")).isEqualTo("OK");
            assertThat(client.say("WAIT", "1", "-1")).isEqualTo("-ERR timeout is negative");
            assertThat(client.say("WAIT", "x", "1")).isEqualTo("-ERR value is not an integer or out of range");
            // A REPLCONF ACK from somebody who is no replica means nothing, and is not answered.
            client.send("REPLCONF", "ACK", "1").send("PING");
            assertThat(client.readText()).isEqualTo("PONG");
        }
    }
}
