package io.redisreplicaset.datanode.persistence.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotDiskTest {
    private static final long PROCESS_ID = ProcessHandle.current().pid();

    @TempDir
    Path folder = Path.of("");

    private final Queue<Runnable> diskTasks = new ArrayDeque<>();
    private final Queue<Runnable> ownerTasks = new ArrayDeque<>();
    private final SnapshotDisk disk = new SnapshotDisk(diskTasks::add, ownerTasks::add, PROCESS_ID);
    private final List<String> heard = new ArrayList<>();
    private final BackgroundSnapshotFile.Listener listener = new BackgroundSnapshotFile.Listener() {
        @Override
        public void hasRoomAgain() {
            heard.add("room");
        }

        @Override
        public void committed() {
            heard.add("committed");
        }

        @Override
        public void failed(String reason) {
            heard.add("failed: " + reason);
        }
    };

    @Test
    void a_committed_file_takes_the_place_of_the_one_before() throws IOException {
        Files.writeString(file(), "old");
        SnapshotFile file = disk.createNow(folder.toString(), "dump.rdb");
        file.write(block("new "));
        file.write(block("data"));
        assertThat(file()).hasContent("old");
        assertThat(names()).containsExactlyInAnyOrder("dump.rdb", "temp-" + PROCESS_ID + ".rdb");
        file.commit();
        assertThat(file()).hasContent("new data");
        assertThat(names()).containsExactly("dump.rdb");
    }

    @Test
    void a_discarded_file_leaves_the_one_before() throws IOException {
        Files.writeString(file(), "old");
        SnapshotFile file = disk.createNow(folder.toString(), "dump.rdb");
        file.write(block("new"));
        file.discard();
        assertThat(file()).hasContent("old");
        assertThat(names()).containsExactly("dump.rdb");
    }

    @Test
    void a_block_is_released_whether_it_could_be_written_or_not() throws IOException {
        ByteBuf good = block("x");
        SnapshotFile file = disk.createNow(folder.toString(), "dump.rdb");
        file.write(good);
        assertThat(good.refCnt()).isZero();
        file.discard();
        ByteBuf bad = block("x");
        assertThatThrownBy(() -> file.write(bad)).isInstanceOf(IOException.class);
        assertThat(bad.refCnt()).isZero();
    }

    @Test
    void a_full_disk_is_named_and_leaves_the_file_before() throws IOException {
        Files.writeString(file(), "old");
        // Whatever is written here meets a full disk.
        Files.createSymbolicLink(folder.resolve("temp-" + PROCESS_ID + ".rdb"), Path.of("/dev/full"));
        SnapshotFile file = disk.createNow(folder.toString(), "dump.rdb");
        assertThatThrownBy(() -> file.write(block("new")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("can't write")
                .hasMessageContaining("No space left on device");
        file.discard();
        assertThat(file()).hasContent("old");
        assertThat(names()).containsExactly("dump.rdb");
    }

    @Test
    void a_folder_that_is_not_there_is_named() {
        assertThatThrownBy(() -> disk.createNow(folder + "/none", "dump.rdb"))
                .isInstanceOf(IOException.class)
                .hasMessage("can't open " + folder + "/none/temp-" + PROCESS_ID + ".rdb: No such file or directory");
    }

    @Test
    void a_name_that_can_not_be_taken_is_named_and_nothing_is_left() throws IOException {
        Files.createDirectories(file().resolve("full"));
        SnapshotFile file = disk.createNow(folder.toString(), "dump.rdb");
        file.write(block("new"));
        assertThatThrownBy(file::commit)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("can't move")
                .hasMessageContaining("dump.rdb");
        assertThat(names()).containsExactly("dump.rdb");
    }

    @Test
    void the_owner_hands_blocks_over_without_touching_the_disk() throws IOException {
        BackgroundSnapshotFile file = disk.createInBackground(folder.toString(), "dump.rdb", listener);
        file.add(block("new "));
        file.add(block("data"));
        file.commit();
        assertThat(names()).isEmpty();
        runDisk();
        assertThat(file()).hasContent("new data");
        assertThat(heard).isEmpty();
        runOwner();
        assertThat(heard).containsExactly("committed");
        assertThat(names()).containsExactly("dump.rdb");
    }

    @Test
    void there_is_no_room_while_too_much_waits_for_the_disk() {
        BackgroundSnapshotFile file = disk.createInBackground(folder.toString(), "dump.rdb", listener);
        int blocks = 0;
        while (file.hasRoom()) {
            file.add(Unpooled.wrappedBuffer(new byte[1024 * 1024]));
            blocks++;
        }
        assertThat(blocks).isEqualTo(4);
        runDisk();
        assertThat(file.hasRoom()).isTrue();
        runOwner();
        assertThat(heard).containsExactly("room");
    }

    @Test
    void a_failure_in_the_background_is_told_once_and_removes_what_was_written() throws IOException {
        Files.writeString(file(), "old");
        Files.createSymbolicLink(folder.resolve("temp-" + PROCESS_ID + "-1.rdb"), Path.of("/dev/full"));
        BackgroundSnapshotFile file = disk.createInBackground(folder.toString(), "dump.rdb", listener);
        ByteBuf second = block("data");
        file.add(block("new "));
        file.add(second);
        file.commit();
        runDisk();
        runOwner();
        assertThat(heard).hasSize(1);
        assertThat(heard.getFirst()).startsWith("failed: can't write").contains("No space left on device");
        assertThat(second.refCnt()).isZero();
        assertThat(file()).hasContent("old");
        assertThat(names()).containsExactly("dump.rdb");
    }

    @Test
    void a_discarded_background_file_tells_nothing_more() {
        BackgroundSnapshotFile file = disk.createInBackground(folder.toString(), "dump.rdb", listener);
        file.add(block("new"));
        file.commit();
        file.discard();
        runDisk();
        runOwner();
        assertThat(heard).isEmpty();
    }

    @Test
    void leftovers_of_dead_processes_are_removed_and_nothing_else() throws IOException {
        long living = ProcessHandle.current().parent().orElseThrow().pid();
        for (String name : List.of(
                "temp-" + PROCESS_ID + ".rdb",
                "temp-" + PROCESS_ID + "-7.rdb",
                "temp-99999999.rdb",
                "temp-" + living + ".rdb",
                "temp-mine.rdb",
                "dump.rdb",
                "atemp-1.rdb")) {
            Files.writeString(folder.resolve(name), "x");
        }
        assertThat(disk.removeLeftovers(folder.toString()))
                .containsExactlyInAnyOrder(
                        "temp-" + PROCESS_ID + ".rdb", "temp-" + PROCESS_ID + "-7.rdb", "temp-99999999.rdb");
        assertThat(names())
                .containsExactlyInAnyOrder("temp-" + living + ".rdb", "temp-mine.rdb", "dump.rdb", "atemp-1.rdb");
    }

    @Test
    void files_that_are_being_written_are_removed_when_the_process_ends_at_once() throws IOException {
        disk.createNow(folder.toString(), "dump.rdb");
        disk.createInBackground(folder.toString(), "dump.rdb", listener);
        runDisk();
        assertThat(names()).hasSize(2);
        disk.removeTemporaries();
        assertThat(names()).isEmpty();
    }

    @Test
    void a_reader_gives_the_file_block_by_block_and_reads_only_so_far_ahead() throws IOException {
        byte[] content = new byte[3_000_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31);
        }
        Files.write(file(), content);
        BackgroundSnapshotReader reader = disk.read(folder.toString(), "dump.rdb", () -> heard.add("more"))
                .orElseThrow();
        assertThat(reader.size()).isEqualTo(content.length);
        assertThat(reader.next()).isNull();
        byte[] read = new byte[content.length];
        int length = 0;
        while (!reader.isOver()) {
            runDisk();
            runOwner();
            byte[] block = reader.next();
            if (block != null) {
                System.arraycopy(block, 0, read, length, block.length);
                length += block.length;
            }
        }
        assertThat(read).isEqualTo(content);
        assertThat(reader.failure()).isNull();
        assertThat(heard).hasSizeGreaterThan(2);
    }

    @Test
    void a_file_that_is_not_there_is_none_and_a_folder_in_its_place_is_a_failure() throws IOException {
        assertThat(disk.read(folder.toString(), "dump.rdb", () -> {})).isEmpty();
        Files.createDirectory(file());
        BackgroundSnapshotReader reader =
                disk.read(folder.toString(), "dump.rdb", () -> {}).orElseThrow();
        runDisk();
        assertThat(reader.failure()).isEqualTo("can't read " + file() + ": Is a directory");
        assertThat(reader.isOver()).isTrue();
    }

    private Path file() {
        return folder.resolve("dump.rdb");
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private static ByteBuf block(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private void runDisk() {
        for (Runnable task = diskTasks.poll(); task != null; task = diskTasks.poll()) {
            task.run();
        }
    }

    private void runOwner() {
        for (Runnable task = ownerTasks.poll(); task != null; task = ownerTasks.poll()) {
            task.run();
        }
    }
}
