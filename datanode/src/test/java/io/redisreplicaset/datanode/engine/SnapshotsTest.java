package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.SavePoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotsTest {
    @TempDir
    Path folder = Path.of("");

    private final SnapshotFixture node = new SnapshotFixture();
    private SnapshotsOnDisk disk = new SnapshotsOnDisk(node, folder);

    @BeforeEach
    void a_node_with_data_and_no_save_points() {
        disk = new SnapshotsOnDisk(node, folder);
        node.settings.set(Directives.SAVE, List.of());
        write("a", "1");
        write("b", "2");
    }

    private void write(String key, String value) {
        node.set(0, key, value);
        node.core.stats().dirty++;
    }

    @Test
    void save_writes_the_data_before_it_returns() throws IOException {
        disk.snapshots.saveNow();
        assertThat(disk.loaded()).isEqualTo(node.digest());
        assertThat(node.logged).contains("DB saved on disk");
        assertThat(disk.info()).contains("rdb_changes_since_last_save:0", "rdb_saves:1", "rdb_last_bgsave_status:ok");
    }

    @Test
    void a_background_save_goes_on_over_turns_and_subtracts_only_what_it_covers() throws IOException {
        String before = node.digest();
        assertThat(disk.snapshots.saveInBackground(false, false)).isEqualTo("Background saving started");
        write("a", "changed");
        assertThat(disk.info())
                .contains("rdb_bgsave_in_progress:1", "current_save_keys_total:2", "rdb_current_bgsave_time_sec:0");
        disk.turns(3);
        assertThat(disk.info()).contains("rdb_bgsave_in_progress:0", "rdb_changes_since_last_save:1");
        assertThat(disk.loaded()).isEqualTo(before);
        assertThat(node.logged).containsSubsequence("DB saved on disk", "Background saving terminated with success");
        assertThat(disk.snapshots.lastSaveSeconds()).isEqualTo(node.clock.unixMillis() / 1000);
    }

    @Test
    void only_one_save_runs_at_a_time() {
        disk.snapshots.saveInBackground(false, false);
        assertThatThrownBy(() -> disk.snapshots.saveInBackground(false, false))
                .isInstanceOf(ErrorReply.class)
                .hasMessageContaining("ERR Background save already in progress");
        assertThatThrownBy(disk.snapshots::saveNow)
                .isInstanceOf(ErrorReply.class)
                .hasMessageContaining("ERR Background save already in progress");
    }

    @Test
    void a_scheduled_save_begins_when_the_running_one_is_over() {
        disk.snapshots.saveInBackground(false, false);
        assertThat(disk.snapshots.saveInBackground(true, false)).isEqualTo("Background saving scheduled");
        disk.turns(10);
        assertThat(disk.info()).contains("rdb_saves:2", "rdb_bgsave_in_progress:0");
    }

    @Test
    void a_save_asked_for_inside_of_a_transaction_begins_behind_it() throws IOException {
        assertThat(disk.snapshots.saveInBackground(false, true)).isEqualTo("Background saving scheduled");
        write("a", "the rest of the transaction");
        disk.turns(5);
        assertThat(disk.loaded()).isEqualTo(node.digest());
    }

    @Test
    void a_save_point_is_due_when_both_its_time_and_its_changes_have_passed() {
        node.settings.set(Directives.SAVE, List.of(new SavePoint(60, 3)));
        node.clock.advanceMillis(61_000);
        disk.tick();
        assertThat(disk.info()).contains("rdb_saves:0");
        write("c", "3");
        disk.tick();
        assertThat(disk.info()).contains("rdb_saves:1");
        assertThat(node.logged).contains("3 changes in 60 seconds. Saving...");
        disk.turns(5);
        write("d", "4");
        write("e", "5");
        write("f", "6");
        disk.tick();
        assertThat(disk.info()).contains("rdb_saves:1", "rdb_changes_since_last_save:3");
    }

    @Test
    void a_failed_save_keeps_the_old_file_stops_writes_and_is_tried_again_in_a_while() throws IOException {
        disk.snapshots.saveNow();
        byte[] old = Files.readAllBytes(disk.file());
        node.settings.set(Directives.SAVE, List.of(new SavePoint(1, 1)));
        disk.fillUp();
        write("c", "3");
        node.clock.advanceMillis(2000);
        disk.tick();
        disk.turns(5);

        assertThat(Files.readAllBytes(disk.file())).isEqualTo(old);
        assertThat(disk.info()).contains("rdb_last_bgsave_status:err", "rdb_changes_since_last_save:1");
        assertThat(node.logged.toString()).contains("No space left on device").contains("Background saving error");
        assertThat(disk.snapshots.failedToSave()).isTrue();
        node.clock.advanceMillis(4000);
        disk.tick();
        assertThat(disk.info()).contains("rdb_saves:2");
        node.clock.advanceMillis(2000);
        disk.tick();
        disk.turns(5);
        assertThat(disk.info()).contains("rdb_saves:3", "rdb_last_bgsave_status:ok");
        assertThat(disk.snapshots.failedToSave()).isFalse();
    }

    @Test
    void writes_go_on_after_a_failed_save_where_they_are_told_to_or_nobody_wants_saves() throws IOException {
        disk.fillUp();
        disk.snapshots.saveInBackground(false, false);
        disk.turns(5);
        assertThat(disk.snapshots.failedToSave()).isFalse();
        node.settings.set(Directives.SAVE, List.of(new SavePoint(1000, 1)));
        assertThat(disk.snapshots.failedToSave()).isTrue();
        node.settings.set(Directives.STOP_WRITES_ON_BGSAVE_ERROR, false);
        assertThat(disk.snapshots.failedToSave()).isFalse();
    }

    @Test
    void a_failed_save_command_says_why() throws IOException {
        Files.createDirectories(disk.file().resolve("x"));
        assertThatThrownBy(disk.snapshots::saveNow)
                .isInstanceOf(ErrorReply.class)
                .hasMessageContaining("ERR can't move")
                .hasMessageContaining("dump.rdb");
        assertThat(disk.info()).contains("rdb_last_bgsave_status:ok", "rdb_changes_since_last_save:2");
    }

    @Test
    void flushing_all_data_aborts_a_save_and_leaves_the_changes_counted() throws IOException {
        node.keySaveDelayMicros(1_000_000);
        disk.snapshots.saveInBackground(false, false);
        disk.turns(2);
        node.core.keyspace().clear();
        disk.snapshots.allRemoved();
        disk.turns(2);
        assertThat(disk.info())
                .contains(
                        "rdb_bgsave_in_progress:0",
                        "rdb_changes_since_last_save:2",
                        "rdb_last_bgsave_status:ok",
                        "rdb_saves:1");
        assertThat(disk.file()).doesNotExist();
        assertThat(disk.temporaries()).isEmpty();
    }

    @Test
    void flushing_all_data_is_saved_at_once_where_there_are_save_points() throws IOException {
        node.settings.set(Directives.SAVE, List.of(new SavePoint(3600, 1)));
        disk.snapshots.saveNow();
        node.core.keyspace().clear();
        disk.snapshots.allRemoved();
        disk.turns(5);
        assertThat(disk.loaded()).isEqualTo("0".repeat(40));
    }

    @Test
    void what_changes_during_a_save_is_told_as_the_memory_it_costs() {
        for (int i = 0; i < 100; i++) {
            node.set(0, "big" + i, "x".repeat(500));
        }
        node.keySaveDelayMicros(1000);
        disk.snapshots.saveInBackground(false, false);
        disk.turns(1);
        assertThat(disk.info()).contains("current_cow_size:0");
        for (int i = 0; i < 16; i++) {
            node.set(0, "big" + i, "changed");
        }
        assertThat(disk.infoValue("current_cow_size")).isGreaterThan(8000);
        node.keySaveDelayMicros(0);
        disk.turns(10);
        assertThat(disk.info()).contains("current_cow_size:0", "current_save_keys_processed:0");
        assertThat(disk.infoValue("rdb_last_cow_size")).isGreaterThan(8000);
    }

    @Test
    void info_has_redis_fields_in_redis_order() {
        assertThat(disk.info().stream().map(line -> line.substring(0, line.indexOf(':'))))
                .containsExactly(
                        "loading",
                        "async_loading",
                        "current_cow_peak",
                        "current_cow_size",
                        "current_cow_size_age",
                        "current_fork_perc",
                        "current_save_keys_processed",
                        "current_save_keys_total",
                        "rdb_changes_since_last_save",
                        "rdb_bgsave_in_progress",
                        "rdb_last_save_time",
                        "rdb_last_bgsave_status",
                        "rdb_last_bgsave_time_sec",
                        "rdb_current_bgsave_time_sec",
                        "rdb_saves",
                        "rdb_last_cow_size",
                        "rdb_last_load_keys_expired",
                        "rdb_last_load_keys_loaded",
                        "aof_enabled",
                        "aof_rewrite_in_progress",
                        "aof_rewrite_scheduled",
                        "aof_last_rewrite_time_sec",
                        "aof_current_rewrite_time_sec",
                        "aof_last_bgrewrite_status",
                        "aof_rewrites",
                        "aof_rewrites_consecutive_failures",
                        "aof_last_write_status",
                        "aof_last_cow_size",
                        "module_fork_in_progress",
                        "module_fork_last_cow_size");
    }
}
