package io.redisreplicaset.datanode.server;

import io.redisreplicaset.datanode.engine.ConfigChanges;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// The `redis.conf` that the node was started with; replaced whole, or not at all.
record ConfigOnDisk(Path file) implements ConfigChanges.ConfigFile {
    @Override
    public List<String> read() throws IOException {
        return Files.readAllLines(file);
    }

    @Override
    public void write(List<String> lines) throws IOException {
        Path temporary = file.resolveSibling(
                file.getFileName() + ".new-" + ProcessHandle.current().pid());
        Files.write(temporary, lines);
        try (FileChannel written = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
