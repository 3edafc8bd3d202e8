package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.util.SafeEncoder;

/// Syncs that take a while, and what happens to them on the way.
final class LargeDataIT {
    private static final int BIG = 100 * 1024 * 1024;

    @TempDir
    Path folder = Path.of("");

    private static void populate(Server server, int keys, int bytes) {
        try (Jedis client = server.client()) {
            client.sendCommand(
                    () -> SafeEncoder.encode("DEBUG"),
                    "POPULATE",
                    Integer.toString(keys),
                    "key",
                    Integer.toString(bytes));
        }
    }

    /// Values that do not compress, so that a sync is as long as it looks.
    private static void fillWithNoise(Server server, int keys, int bytes) {
        Random random = new Random(keys);
        byte[] value = new byte[bytes];
        try (Jedis client = server.client();
                Pipeline pipeline = client.pipelined()) {
            for (int i = 0; i < keys; i++) {
                random.nextBytes(value);
                pipeline.set(SafeEncoder.encode("noise:" + i), value.clone());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_value_of_a_hundred_megabytes(Pairing pairing) throws IOException {
        try (Server master = pairing.master.start(folder, "master");
                Server replica = pairing.replica.start(folder, "replica");
                Jedis client = master.client()) {
            byte[] value = new byte[BIG];
            new Random(1).nextBytes(value);
            client.set(SafeEncoder.encode("in-the-snapshot"), value);
            replica.follow(master);
            replica.awaitSyncedWith(master);
            value[BIG / 2]++;
            client.set(SafeEncoder.encode("in-the-stream"), value);
            replica.awaitSyncedWith(master);
            try (Jedis copy = replica.client()) {
                assertThat(Arrays.equals(copy.get(SafeEncoder.encode("in-the-stream")), value))
                        .isTrue();
                value[BIG / 2]--;
                assertThat(Arrays.equals(copy.get(SafeEncoder.encode("in-the-snapshot")), value))
                        .isTrue();
            }
            assertThat(master.info("sync_full")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @CsvSource({"NODE_OF_REDIS,disabled", "REDIS_OF_NODE,disabled"})
    void a_million_keys(Pairing pairing, String load) throws IOException {
        try (Server master = pairing.master.start(folder, "master");
                Server replica = pairing.replica.start(folder, "replica", "--repl-diskless-load", load)) {
            populate(master, 1_000_000, 100);
            replica.follow(master);
            replica.awaitSyncedWith(master);
            assertThat(replica.digest()).isEqualTo(master.digest());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_replica_that_does_not_keep_up_is_let_go_and_comes_back(Pairing pairing) throws IOException {
        try (Server master = pairing.master.start(
                        folder,
                        "master",
                        "--repl-backlog-size",
                        "16kb",
                        "--client-output-buffer-limit",
                        "replica 3mb 0 0");
                Server replica = pairing.replica.start(folder, "replica")) {
            replica.follow(master);
            replica.awaitSyncedWith(master);
            replica.signal("STOP");
            // More than the kernel's buffers and the limit together can hold.
            fillWithNoise(master, 400, 64 * 1024);
            master.awaitLog("scheduled to be closed ASAP for overcoming of output buffer limits");
            master.awaitInfo("connected_slaves", "0");
            replica.signal("CONT");
            replica.awaitSyncedWith(master);
            assertThat(replica.digest()).isEqualTo(master.digest());
            assertThat(master.info("sync_full")).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NODE_OF_REDIS,yes,disabled",
        "NODE_OF_REDIS,yes,swapdb",
        "REDIS_OF_NODE,yes,disabled",
        "REDIS_OF_NODE,no,disabled",
        "NODE_OF_NODE,yes,swapdb",
        "NODE_OF_NODE,no,disabled"
    })
    void a_sync_survives_the_death_of_either_side(Pairing pairing, String diskless, String load) throws IOException {
        // Twenty seconds for all keys: neither sync is over before it is seen.
        String[] slow = {"--repl-diskless-sync", diskless, "--rdb-key-save-delay", "2000"};
        Server master = pairing.master.start(folder, "master", slow);
        Server replica = pairing.replica.start(folder, "replica", "--repl-diskless-load", load);
        String toMaster = "127.0.0.1 " + master.port();
        try (Server source = master) {
            fillWithNoise(source, 10_000, 500);
            replica.follow(source);
            replica.awaitInfo("master_link_status", "down");
            source.awaitInfo("rdb_bgsave_in_progress", "1");
            replica.killAtOnce();
            source.awaitInfo("connected_slaves", "0");
            replica.close();
            replica = pairing.replica.startAt(
                    replica.port(), folder.resolve("replica"), "--repl-diskless-load", load, "--replicaof", toMaster);
            replica.awaitInfo("master_sync_in_progress", "1");
        }
        // The master is dead in the middle of the second one.
        try (Server last = replica;
                Server again = pairing.master.startAt(master.port(), folder.resolve("master"))) {
            Traffic.random().run(again, 1000);
            last.awaitSyncedWith(again);
            assertThat(last.digest()).isEqualTo(again.digest());
        }
    }

    @ParameterizedTest
    @CsvSource({"REDIS_OF_NODE,yes", "REDIS_OF_NODE,no", "NODE_OF_NODE,yes"})
    void a_replica_that_stands_still_in_a_sync_is_let_go(Pairing pairing, String diskless) throws IOException {
        try (Server master = pairing.master.start(
                        folder, "master", "--repl-timeout", "2", "--repl-diskless-sync", diskless);
                Server replica = pairing.replica.start(folder, "replica");
                Jedis client = master.client()) {
            fillWithNoise(master, 200, 200 * 1024);
            replica.signal("STOP");
            // A request that waits in the socket of a process that stands still.
            Thread follow = Thread.ofVirtual().start(() -> replica.follow(master));
            replica.signal("CONT");
            master.awaitLog(diskless.equals("yes") ? "Background RDB transfer started" : "Full sync by way of a file");
            replica.signal("STOP");
            master.awaitLog("Disconnecting timedout replica");
            // The master serves as if nothing were.
            assertThat(client.set("key", "value")).isEqualTo("OK");
            // The next one may take as long as a busy machine needs.
            client.configSet("repl-timeout", "60");
            replica.signal("CONT");
            replica.awaitSyncedWith(master);
            assertThat(replica.digest()).isEqualTo(master.digest());
            Awaitility.await().until(() -> !follow.isAlive());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_replica_that_stands_still_is_let_go_and_resumes(Pairing pairing) throws IOException {
        try (Server master = pairing.master.start(folder, "master", "--repl-timeout", "2");
                Server replica = pairing.replica.start(folder, "replica")) {
            replica.follow(master);
            replica.awaitSyncedWith(master);
            replica.signal("STOP");
            master.awaitLog("Disconnecting timedout replica (streaming sync)");
            Traffic.random().run(master, 500);
            replica.signal("CONT");
            replica.awaitSyncedWith(master);
            assertThat(master.info("sync_full")).isEqualTo("1");
            assertThat(replica.digest()).isEqualTo(master.digest());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_master_that_stands_still_is_given_up_and_resumed(Pairing pairing) throws IOException {
        try (Server master = pairing.master.start(folder, "master");
                Server replica = pairing.replica.start(folder, "replica")) {
            try (Jedis client = master.client()) {
                client.configSet("repl-ping-replica-period", "1");
            }
            replica.follow(master);
            replica.awaitSyncedWith(master);
            // Not earlier: a busy machine may need longer than that for the first sync.
            try (Jedis client = replica.client()) {
                client.configSet("repl-timeout", "2");
            }
            master.signal("STOP");
            replica.awaitInfo("master_link_status", "down");
            master.signal("CONT");
            Traffic.random().run(master, 500);
            replica.awaitSyncedWith(master);
            assertThat(master.info("sync_full")).isEqualTo("1");
            assertThat(replica.digest()).isEqualTo(master.digest());
        }
    }
}
