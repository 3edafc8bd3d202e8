package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.replication.ReplicationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotAtStartTest {
    private static final HistoryPlace PLACE = new HistoryPlace(new ReplicationId("cd".repeat(20)), 77, 2);

    @TempDir
    Path folder = Path.of("");

    private final SnapshotFixture node = new SnapshotFixture();
    private final List<String> heard = new ArrayList<>();
    private final List<LoadedFacts> loaded = new ArrayList<>();
    private final SnapshotAtStart.Listener listener = new SnapshotAtStart.Listener() {
        @Override
        public void loaded(LoadedFacts facts) {
            loaded.add(facts);
        }

        @Override
        public void expired(int database, byte[] key) {
            heard.add("expired");
        }
    };
    private final ProcessExit exit = new ProcessExit() {
        @Override
        public void exit(int code) {
            heard.add("exit " + code);
        }

        @Override
        public void halt(int code) {
            heard.add("halt " + code);
        }
    };
    private SnapshotsOnDisk disk = new SnapshotsOnDisk(node, folder);
    private SnapshotAtStart start = new SnapshotAtStart(node.core, node.runs, disk.disk, exit);
    private byte[] snapshot = new byte[0];
    private String digest = "";

    @BeforeEach
    void a_snapshot_of_another_node() {
        disk = new SnapshotsOnDisk(node, folder);
        start = new SnapshotAtStart(node.core, node.runs, disk.disk, exit);
        SnapshotFixture before = new SnapshotFixture();
        for (int i = 0; i < 30_000; i++) {
            before.set(i % 16, "key" + i, "value" + i);
        }
        digest = before.digest();
        snapshot = before.snapshot(new SnapshotFacts() {
            @Override
            public Optional<HistoryPlace> place() {
                return Optional.of(PLACE);
            }

            @Override
            public Optional<String> marker() {
                return Optional.empty();
            }
        });
    }

    private void load() {
        start.begin(true, listener);
        for (int i = 0; i < 1000 && loaded.isEmpty() && heard.isEmpty(); i++) {
            turn();
        }
    }

    private void turn() {
        disk.turns(1);
        start.endOfTurn(node.clock.nanos());
    }

    @Test
    void loads_what_is_there_and_tells_its_facts() throws IOException {
        Files.write(disk.file(), snapshot);
        load();
        assertThat(node.digest()).isEqualTo(digest);
        assertThat(loaded).hasSize(1);
        assertThat(loaded.getFirst().place()).contains(PLACE);
        assertThat(node.core.isLoading()).isFalse();
        assertThat(disk.info()).contains("loading:0", "rdb_last_load_keys_loaded:30000");
        assertThat(node.logged)
                .contains(
                        "Loading RDB produced by version 7.0.15",
                        "Done loading RDB, keys loaded: 30000, keys expired: 0.");
        assertThat(node.logged.getLast()).startsWith("DB loaded from disk: ").endsWith(" seconds");
    }

    @Test
    void works_in_slices_so_that_others_can_be_told() throws IOException {
        Files.write(disk.file(), snapshot);
        node.settings.set(Directives.LOADING_EVENTS_INTERVAL_BYTES, 64 * 1024L);
        start.begin(true, listener);
        turn();
        assertThat(node.core.isLoading()).isTrue();
        assertThat(loaded).isEmpty();
        assertThat(disk.info()).contains("loading:1", "loading_total_bytes:" + snapshot.length);
        assertThat(disk.infoValue("loading_loaded_bytes")).isBetween(64L * 1024, 128L * 1024);
        assertThat(start.wantsTurnWithinNanos(node.clock.nanos())).isZero();
    }

    @Test
    void a_node_without_a_file_has_loaded_nothing() {
        start.begin(true, listener);
        assertThat(loaded).containsExactly(LoadedFacts.NONE);
        assertThat(start.wantsTurnWithinNanos(node.clock.nanos())).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_file_cut_in_half_ends_the_process_with_one_line_and_stays_as_it_is() throws IOException {
        byte[] half = Arrays.copyOf(snapshot, snapshot.length / 2);
        Files.write(disk.file(), half);
        load();
        assertThat(heard).containsExactly("exit 1");
        assertThat(loaded).isEmpty();
        assertThat(node.logged.getLast())
                .startsWith("Internal error in RDB " + disk.file() + ", offset ")
                .contains(": wanted more bytes (the rest of a record), got the end. ")
                .endsWith("Terminating server after rdb file reading failure.");
        assertThat(disk.file()).hasBinaryContent(half);
    }

    @Test
    void a_wrong_checksum_ends_the_process() throws IOException {
        snapshot[snapshot.length - 1] ^= 1;
        Files.write(disk.file(), snapshot);
        load();
        assertThat(heard).containsExactly("exit 1");
        assertThat(node.logged.getLast()).contains("wanted checksum ").contains("CRC error");
    }

    @Test
    void an_empty_file_ends_the_process() throws IOException {
        Files.write(disk.file(), new byte[0]);
        load();
        assertThat(heard).containsExactly("exit 1");
        assertThat(node.logged.getLast()).contains("offset 0: wanted more bytes");
    }

    @Test
    void a_file_that_can_not_be_read_ends_the_process() throws IOException {
        Files.createDirectory(disk.file());
        load();
        assertThat(heard).containsExactly("exit 1");
        assertThat(node.logged.getLast())
                .isEqualTo("Fatal error loading the DB: can't read " + disk.file() + ": Is a directory. Exiting.");
    }

    @Test
    void a_load_that_is_slowed_down_goes_on_by_the_clock() throws IOException {
        SnapshotFixture before = new SnapshotFixture();
        for (int i = 0; i < 50; i++) {
            before.set(0, "key" + i, "value");
        }
        Files.write(disk.file(), before.snapshot(SnapshotFacts.NONE));
        node.settings.set(Directives.KEY_LOAD_DELAY_MICROS, 1000L);
        start.begin(true, listener);
        turn();
        turn();
        assertThat(start.wantsTurnWithinNanos(node.clock.nanos())).isBetween(1L, 1_000_000L);
        for (int millis = 0; millis < 60; millis++) {
            node.clock.advanceMillis(1);
            turn();
        }
        assertThat(loaded).hasSize(1);
        assertThat(node.digest()).isEqualTo(before.digest());
    }

    @Test
    void removes_what_was_never_finished() throws IOException {
        Files.write(disk.file(), snapshot);
        Files.writeString(folder.resolve("temp-4711-3.rdb"), "half");
        load();
        assertThat(disk.temporaries()).isEmpty();
        assertThat(node.logged).contains("Removed snapshots that were never finished: temp-4711-3.rdb");
    }
}
