package io.redisreplicaset.datanode.server;

import static io.redisreplicaset.datanode.server.NodeProcess.info;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.datanode.server.NodeProcess.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.util.SafeEncoder;

/// Snapshots of a node that is a process: with its signals, its exit codes, its disk, its bounds.
final class SnapshotsOnDiskIT {
    private static final String NO_SAVE_POINTS = "";

    @TempDir
    Path folder = Path.of("");

    private static void populate(Jedis client, int keys, String prefix, int valueBytes) {
        Random random = new Random(keys);
        byte[] value = new byte[valueBytes];
        try (Pipeline pipeline = client.pipelined()) {
            for (int i = 0; i < keys; i++) {
                random.nextBytes(value);
                pipeline.set((prefix + i).getBytes(java.nio.charset.StandardCharsets.US_ASCII), value.clone());
            }
        }
    }

    private static void awaitNoSave(Jedis client) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> info(client, "rdb_bgsave_in_progress").equals("0"));
    }

    private List<String> temporaries() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith("temp-"))
                    .toList();
        }
    }

    @Test
    void sigterm_saves_and_the_next_start_has_the_data() throws IOException {
        String digest;
        try (NodeProcess node = NodeProcess.serving(Wish.in(folder, "--save", "3600 1"))) {
            try (Jedis client = node.client()) {
                populate(client, 20_000, "key", 50);
                client.select(3);
                client.set("expires", "later", SetParams.setParams().px(4_000_000_000L));
            }
            digest = node.digest();
            node.signal("TERM");
            assertThat(node.exitCode()).isZero();
            assertThat(node.log())
                    .contains("Received SIGTERM scheduling shutdown...")
                    .contains("DB saved on disk")
                    .contains("Redis is now ready to exit, bye bye...");
        }
        try (NodeProcess node = NodeProcess.serving(Wish.in(folder, "--save", NO_SAVE_POINTS));
                Jedis client = node.client()) {
            assertThat(node.digest()).isEqualTo(digest);
            assertThat(info(client, "rdb_last_load_keys_loaded")).isEqualTo("20001");
            assertThat(node.log()).contains("DB loaded from disk: ");
        }
    }

    @Test
    void kill_9_during_a_background_save_keeps_the_old_file() throws IOException {
        String saved;
        try (NodeProcess node = NodeProcess.serving(Wish.in(folder, "--save", NO_SAVE_POINTS));
                Jedis client = node.client()) {
            populate(client, 100, "old", 100);
            client.save();
            saved = node.digest();
            populate(client, 20_000, "new", 100);
            client.configSet("rdb-key-save-delay", "1000");
            client.bgsave();
            Awaitility.await()
                    .until(() -> !temporaries().isEmpty()
                            && Integer.parseInt(info(client, "current_save_keys_processed")) > 10);
            node.killAtOnce();
        }
        assertThat(temporaries()).hasSize(1);
        try (NodeProcess node = NodeProcess.serving(Wish.in(folder, "--save", NO_SAVE_POINTS))) {
            assertThat(node.digest()).isEqualTo(saved);
            assertThat(temporaries()).isEmpty();
            assertThat(node.log()).contains("Removed snapshots that were never finished: temp-");
        }
    }

    @Test
    void clients_hear_loading_until_the_data_is_there() throws IOException {
        try (NodeProcess node = NodeProcess.serving(Wish.in(folder, "--save", NO_SAVE_POINTS));
                Jedis client = node.client()) {
            populate(client, 5000, "key", 50);
            client.save();
        }
        Wish slow = Wish.in(folder, "--save", NO_SAVE_POINTS, "--key-load-delay", "10000");
        try (NodeProcess node = NodeProcess.started(slow)) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
                try (Jedis client = node.client()) {
                    return info(client, "loading").equals("1");
                }
            });
            try (Jedis client = node.client()) {
                assertThatThrownBy(() -> client.get("key1"))
                        .isInstanceOf(JedisDataException.class)
                        .hasMessage("LOADING Redis is loading the dataset in memory");
                assertThat(Long.parseLong(info(client, "loading_total_bytes"))).isGreaterThan(250_000);
                assertThat(client.configSet("key-load-delay", "0")).isEqualTo("OK");
                Awaitility.await().until(() -> info(client, "loading").equals("0"));
                assertThat(client.dbSize()).isEqualTo(5000);
            }
        }
    }

    @Test
    void a_node_that_is_told_to_stop_while_it_loads_leaves_the_file_alone() throws IOException {
        try (NodeProcess node = NodeProcess.serving(Wish.in(folder, "--save", NO_SAVE_POINTS));
                Jedis client = node.client()) {
            populate(client, 5000, "key", 50);
            client.save();
        }
        byte[] file = Files.readAllBytes(folder.resolve("dump.rdb"));
        Wish slow = Wish.in(folder, "--save", "3600 1", "--key-load-delay", "10000");
        try (NodeProcess node = NodeProcess.started(slow)) {
            node.awaitLog("Loading RDB produced by version");
            node.signal("TERM");
            assertThat(node.exitCode()).isZero();
        }
        assertThat(folder.resolve("dump.rdb")).hasBinaryContent(file);
    }

    @Test
    void a_file_cut_in_half_ends_the_start_with_one_line_and_stays_as_it_is() throws IOException {
        Path file = folder.resolve("dump.rdb");
        try (NodeProcess node = NodeProcess.serving(Wish.in(folder, "--save", NO_SAVE_POINTS));
                Jedis client = node.client()) {
            populate(client, 1000, "key", 50);
            client.save();
        }
        byte[] whole = Files.readAllBytes(file);
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        Files.write(file, half);
        try (NodeProcess node = NodeProcess.started(Wish.in(folder))) {
            assertThat(node.exitCode()).isEqualTo(1);
            assertThat(node.log().lines().filter(line -> line.contains(" # ")))
                    .singleElement()
                    .asString()
                    .contains("Internal error in RDB " + file + ", offset ")
                    .contains("got the end")
                    .contains("Terminating server after rdb file reading failure.");
        }
        assertThat(file).hasBinaryContent(half);
    }

    @Test
    void a_full_disk_keeps_the_old_file_says_so_and_stops_writes() throws IOException {
        Wish cramped = Wish.in(folder, "--save", "3600 1000000").withFilesUpToKilobytes(300);
        try (NodeProcess node = NodeProcess.serving(cramped);
                Jedis client = node.client()) {
            client.set("small", "1");
            client.save();
            byte[] old = Files.readAllBytes(folder.resolve("dump.rdb"));
            populate(client, 10_000, "key", 100);
            client.bgsave();
            awaitNoSave(client);

            assertThat(info(client, "rdb_last_bgsave_status")).isEqualTo("err");
            assertThat(node.log())
                    .contains("Write error saving DB on disk: can't write ")
                    .contains("File too large");
            assertThat(folder.resolve("dump.rdb")).hasBinaryContent(old);
            assertThat(temporaries()).isEmpty();
            assertThatThrownBy(() -> client.set("more", "2"))
                    .isInstanceOf(JedisDataException.class)
                    .hasMessageStartingWith("MISCONF");
            client.configSet("stop-writes-on-bgsave-error", "no");
            client.flushAll();
            awaitNoSave(client);
            client.save();
            assertThat(info(client, "rdb_last_bgsave_status")).isEqualTo("ok");
        }
    }

    @Test
    void a_background_save_needs_no_second_heap() throws IOException {
        // 60 MB of values in a heap of 110: a copy of them, or of the file, would not fit.
        Wish tight = Wish.in(folder, "--save", NO_SAVE_POINTS)
                .withJvmOptions("-Xmx110m", "-XX:MaxDirectMemorySize=32m", "-XX:+ExitOnOutOfMemoryError");
        try (NodeProcess node = NodeProcess.serving(tight);
                Jedis client = node.client()) {
            populate(client, 60_000, "key", 1000);
            String before = node.digest();
            client.configSet("rdb-key-save-delay", "100");
            client.bgsave();
            // About a sixth of it changes while it is saved.
            populate(client, 10_000, "key", 1000);
            client.configSet("rdb-key-save-delay", "0");
            awaitNoSave(client);
            assertThat(info(client, "rdb_last_bgsave_status")).isEqualTo("ok");
            assertThat(Long.parseLong(info(client, "rdb_last_cow_size"))).isGreaterThan(1_000_000);
            client.flushAll();
            awaitNoSave(client);
            assertThat(client.sendCommand(() -> SafeEncoder.encode("DEBUG"), "RELOAD", "NOSAVE"))
                    .isNotNull();
            assertThat(node.digest()).isEqualTo(before);
        }
    }

    @Test
    void shutdown_goes_on_if_it_can_not_save_and_ends_if_it_need_not() throws IOException {
        try (NodeProcess node = NodeProcess.serving(Wish.in(folder, "--save", "3600 1"));
                Jedis client = node.client()) {
            client.set("a", "1");
            Files.createDirectories(folder.resolve("dump.rdb/full"));
            assertThatThrownBy(() -> client.sendCommand(() -> SafeEncoder.encode("SHUTDOWN")))
                    .isInstanceOf(JedisDataException.class)
                    .hasMessage("ERR Errors trying to SHUTDOWN. Check logs.");
            assertThat(client.set("b", "2")).isEqualTo("OK");
            assertThat(node.log()).contains("Error trying to save the DB, can't exit.");
            assertThatThrownBy(() -> client.sendCommand(() -> SafeEncoder.encode("SHUTDOWN"), "NOSAVE"))
                    .isInstanceOf(JedisConnectionException.class);
            assertThat(node.exitCode()).isZero();
        }
    }

    @Test
    void a_second_sigint_ends_the_last_save_and_leaves_nothing_half_written() throws IOException {
        try (NodeProcess node = NodeProcess.serving(Wish.in(folder, "--save", "3600 1"));
                Jedis client = node.client()) {
            populate(client, 50, "key", 10);
            client.configSet("rdb-key-save-delay", "1000000");
            node.signal("INT");
            Awaitility.await().until(() -> temporaries().contains("temp-" + node.pid() + ".rdb"));
            node.signal("INT");
            assertThat(node.exitCode()).isEqualTo(1);
            assertThat(node.log()).contains("You insist... exiting now.");
        }
        assertThat(temporaries()).isEmpty();
        assertThat(folder.resolve("dump.rdb")).doesNotExist();
    }

    @Test
    void a_save_inside_of_a_transaction_holds_the_whole_transaction() throws IOException {
        try (NodeProcess node = NodeProcess.serving(Wish.in(folder, "--save", NO_SAVE_POINTS));
                Jedis client = node.client()) {
            var transaction = client.multi();
            transaction.set("a", "1");
            var scheduled = transaction.sendCommand(() -> SafeEncoder.encode("BGSAVE"), new String[0]);
            transaction.set("b", "2");
            transaction.exec();
            assertThat(NodeProcess.text(scheduled.get())).isEqualTo("Background saving scheduled");
            Awaitility.await().until(() -> info(client, "rdb_saves").equals("1"));
            awaitNoSave(client);
            String digest = node.digest();
            client.set("a", "changed");
            client.sendCommand(() -> SafeEncoder.encode("DEBUG"), "RELOAD", "NOSAVE");
            assertThat(node.digest()).isEqualTo(digest);
        }
    }

    @Test
    void data_goes_to_disk_and_back_under_debug_reload() throws IOException {
        try (NodeProcess node = NodeProcess.serving(Wish.in(folder, "--save", NO_SAVE_POINTS));
                Jedis client = node.client()) {
            client.sendCommand(() -> SafeEncoder.encode("DEBUG"), "POPULATE", "100000", "key", "100");
            String digest = node.digest();
            client.sendCommand(() -> SafeEncoder.encode("DEBUG"), "RELOAD");
            assertThat(node.digest()).isEqualTo(digest);
            assertThat(client.dbSize()).isEqualTo(100_000);
        }
    }
}
