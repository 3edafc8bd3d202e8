package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.persistence.disk.SnapshotDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/// Snapshots of a [SnapshotFixture] in a folder. The disk's thread and the owner's take turns, so nothing depends
/// on time.
final class SnapshotsOnDisk {
    private static final long PROCESS_ID = 4711;

    private final SnapshotFixture node;
    private final Path folder;
    private final Queue<Runnable> diskTasks = new ArrayDeque<>();
    private final Queue<Runnable> ownerTasks = new ArrayDeque<>();
    final SnapshotDisk disk = new SnapshotDisk(diskTasks::add, ownerTasks::add, PROCESS_ID);
    final Snapshots snapshots;

    SnapshotsOnDisk(SnapshotFixture node, Path folder) {
        this.node = node;
        this.folder = folder;
        node.settings.set(Directives.DIR, folder.toString());
        this.snapshots = new Snapshots(node.core, node.runs, disk, SnapshotFacts.NONE);
    }

    Path file() {
        return folder.resolve("dump.rdb");
    }

    List<Path> temporaries() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("temp-"))
                    .toList();
        }
    }

    /// The first background save meets a full disk.
    void fillUp() throws IOException {
        Files.createSymbolicLink(folder.resolve("temp-" + PROCESS_ID + "-1.rdb"), Path.of("/dev/full"));
    }

    void turns(int count) {
        for (int i = 0; i < count; i++) {
            drain(ownerTasks);
            snapshots.endOfTurn(node.clock.nanos());
            node.turn();
            drain(diskTasks);
        }
        drain(ownerTasks);
    }

    void tick() {
        snapshots.tick(node.clock.nanos());
    }

    private static void drain(Queue<Runnable> tasks) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /// The digest of what the file holds.
    String loaded() throws IOException {
        SnapshotFixture other = new SnapshotFixture();
        other.load(Files.readAllBytes(file()), false);
        return other.digest();
    }

    /// The lines of `INFO persistence`.
    List<String> info() {
        StringBuilder text = new StringBuilder();
        snapshots.describe("persistence", new InfoReport.Lines(text));
        return text.toString().lines().toList();
    }

    long infoValue(String name) {
        return info().stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
