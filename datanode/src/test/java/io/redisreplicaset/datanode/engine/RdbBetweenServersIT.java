package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.keyspace.StringValue;
import io.redisreplicaset.datanode.persistence.PeerServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.SafeEncoder;

/// Snapshots go to a real redis-server and come from one, and both call the data the same.
final class RdbBetweenServersIT {
    private static final int RANDOM_KEYS = 3000;

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void needs_a_redis_server() {
        assumeTrue(PeerServer.isInstalled(), "redis-server and redis-check-rdb are not installed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void our_snapshots_pass_the_check_and_load_into_redis(String compression) throws IOException, InterruptedException {
        long seed = System.nanoTime();
        Settings settings = new Settings();
        settings.set(Directives.RDB_COMPRESSION, compression.equals("yes"));
        SnapshotFixture node = new SnapshotFixture(new Random(seed), settings);
        fill(node, new Random(seed));
        Files.write(folder.resolve("dump.rdb"), node.snapshot(SnapshotFacts.NONE));

        assertThat(check()).contains("RDB looks OK!");
        try (PeerServer redis = PeerServer.start(folder);
                Jedis client = redis.client()) {
            assertThat(digest(client)).as("seed %d", seed).isEqualTo(node.digest());
        }
    }

    @Test
    void a_snapshot_without_checksum_loads_into_redis() throws IOException, InterruptedException {
        Settings settings = new Settings();
        settings.set(Directives.RDB_CHECKSUM, false);
        SnapshotFixture node = new SnapshotFixture(new Random(1), settings);
        node.set(0, "key", "value");
        Files.write(folder.resolve("dump.rdb"), node.snapshot(SnapshotFacts.NONE));

        assertThat(check()).contains("RDB file was saved with checksum disabled");
        try (PeerServer redis = PeerServer.start(folder);
                Jedis client = redis.client()) {
            assertThat(client.get("key")).isEqualTo("value");
        }
    }

    @Test
    void redis_knows_the_place_in_history_and_passes_over_the_marker() throws IOException {
        SnapshotFixture node = new SnapshotFixture();
        node.set(0, "key", "value");
        HistoryPlace place = new HistoryPlace(
                new io.redisreplicaset.datanode.replication.ReplicationId("0123456789".repeat(4)), 4321, 0);
        Files.write(folder.resolve("dump.rdb"), node.snapshot(new SnapshotFacts() {
            @Override
            public java.util.Optional<HistoryPlace> place() {
                return java.util.Optional.of(place);
            }

            @Override
            public java.util.Optional<String> marker() {
                return java.util.Optional.of("set 3 aa,bb,cc 2 1");
            }
        }));
        try (PeerServer redis = PeerServer.start(folder);
                Jedis client = redis.client()) {
            assertThat(client.info("replication"))
                    .contains("master_replid2:" + "0123456789".repeat(4), "master_repl_offset:4321");
        }
    }

    @Test
    void what_redis_saves_loads_here() throws IOException {
        String digest;
        long seed = System.nanoTime();
        try (PeerServer redis = PeerServer.start(folder);
                Jedis client = redis.client()) {
            fill(client, new Random(seed));
            digest = digest(client);
            client.save();
        }
        SnapshotFixture node = new SnapshotFixture();
        SnapshotLoad load = node.load(Files.readAllBytes(folder.resolve("dump.rdb")), true);
        assertThat(load.failure()).isNull();
        assertThat(node.digest()).as("seed %d", seed).isEqualTo(digest);
    }

    @Test
    void a_hundred_thousand_populated_keys_load_here() throws IOException {
        String digest;
        try (PeerServer redis = PeerServer.start(folder);
                Jedis client = redis.client()) {
            client.sendCommand(() -> SafeEncoder.encode("DEBUG"), "POPULATE", "100000", "key", "100");
            digest = digest(client);
            client.save();
        }
        SnapshotFixture node = new SnapshotFixture();
        SnapshotLoad load = node.load(Files.readAllBytes(folder.resolve("dump.rdb")), true);
        assertThat(load.keysLoaded()).isEqualTo(100_000);
        assertThat(node.digest()).isEqualTo(digest);
    }

    private static void fill(SnapshotFixture node, RandomGenerator random) {
        for (int i = 0; i < RANDOM_KEYS; i++) {
            var database = node.core.keyspace().database(random.nextInt(16));
            byte[] key = key(random, i);
            database.put(key, StringValue.of(value(random)));
            if (random.nextInt(4) == 0) {
                database.expireAt(Objects.requireNonNull(database.find(key)), 4102444800000L + random.nextInt());
            }
        }
    }

    private static void fill(Jedis client, RandomGenerator random) {
        for (int i = 0; i < RANDOM_KEYS; i++) {
            if (random.nextInt(100) == 0) {
                client.select(random.nextInt(16));
            }
            byte[] key = key(random, i);
            client.set(key, value(random));
            if (random.nextInt(4) == 0) {
                client.pexpireAt(key, 4102444800000L + random.nextInt());
            }
        }
    }

    private static byte[] key(RandomGenerator random, int number) {
        String text = random.nextInt(5) == 0 ? Long.toString(number * 7919L - 5_000_000) : "key:" + number;
        return (random.nextInt(50) == 0 ? text.repeat(100) : text).getBytes(StandardCharsets.US_ASCII);
    }

    /// Numbers of every size, noise, text that packs well, nothing, and now and then something long.
    private static byte[] value(RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0 -> Long.toString(random.nextLong() >> random.nextInt(64)).getBytes(StandardCharsets.US_ASCII);
            case 1 -> {
                byte[] noise = new byte[random.nextInt(100)];
                random.nextBytes(noise);
                yield noise;
            }
            case 2 -> ("word" + random.nextInt(10)).repeat(random.nextInt(60)).getBytes(StandardCharsets.US_ASCII);
            case 3 -> new byte[random.nextInt(200) == 0 ? 700_000 : 20];
            default -> new byte[0];
        };
    }

    private static String digest(Jedis client) {
        return new String(
                (byte[]) client.sendCommand(() -> SafeEncoder.encode("DEBUG"), "DIGEST"), StandardCharsets.US_ASCII);
    }

    private String check() throws IOException, InterruptedException {
        Process check = new ProcessBuilder(
                        "/usr/bin/redis-check-rdb", folder.resolve("dump.rdb").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(output).isZero();
        return output;
    }
}
