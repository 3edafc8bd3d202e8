package io.redisreplicaset.datanode.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redisreplicaset.datanode.command.ErrorReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotReloadTest {
    @TempDir
    Path folder = Path.of("");

    private final SnapshotFixture node = new SnapshotFixture();
    private SnapshotsOnDisk disk = new SnapshotsOnDisk(node, folder);
    private SnapshotReload reload = reload();

    private SnapshotReload reload() {
        return new SnapshotReload(node.core, node.runs, disk.snapshots, disk.disk, () -> false);
    }

    @BeforeEach
    void a_node_with_data() {
        disk = new SnapshotsOnDisk(node, folder);
        reload = reload();
        node.set(0, "a", "1");
        node.set(3, "b", "2");
    }

    @Test
    void the_data_comes_back_from_the_disk() {
        String before = node.digest();
        reload.reload(true, true, false);
        assertThat(node.digest()).isEqualTo(before);
        assertThat(node.logged).endsWith("DB reloaded by DEBUG RELOAD");
    }

    @Test
    void without_a_save_the_data_becomes_what_the_file_holds() {
        disk.snapshots.saveNow();
        String saved = node.digest();
        node.set(0, "a", "changed");
        node.set(0, "c", "new");
        reload.reload(false, true, false);
        assertThat(node.digest()).isEqualTo(saved);
    }

    @Test
    void a_damaged_file_leaves_the_data_as_it_is() throws IOException {
        disk.snapshots.saveNow();
        byte[] file = Files.readAllBytes(disk.file());
        Files.write(disk.file(), Arrays.copyOf(file, file.length - 3));
        node.set(0, "a", "changed");
        String before = node.digest();
        assertThatThrownBy(() -> reload.reload(false, true, false))
                .isInstanceOf(ErrorReply.class)
                .hasMessageContaining("Error trying to load the RDB dump")
                .hasMessageContaining("the checksum of 8 bytes");
        assertThat(node.digest()).isEqualTo(before);
        assertThat(node.core.isLoading()).isFalse();
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> reload.reload(false, true, false))
                .isInstanceOf(ErrorReply.class)
                .hasMessageContaining("can't open " + disk.file() + ": No such file or directory");
        assertThat(node.core.keyspace().size()).isEqualTo(2);
        assertThat(node.runs.loading()).isNull();
    }

    @Test
    void without_a_flush_a_key_that_is_there_twice_is_an_error_unless_they_are_merged() {
        disk.snapshots.saveNow();
        node.set(0, "a", "changed");
        node.set(0, "c", "kept");
        assertThatThrownBy(() -> reload.reload(false, false, false))
                .isInstanceOf(ErrorReply.class)
                .hasMessageContaining("wanted each key once, got key 'a' of database 0 again");
        reload.reload(false, false, true);
        assertThat(node.get(0, "a")).isEqualTo("1");
        assertThat(node.get(0, "c")).isEqualTo("kept");
    }
}
