package io.redisreplicaset.datanode.server;

import io.redisreplicaset.datanode.engine.MetaStore;
import io.redisreplicaset.datanode.membership.MalformedNodeMetaException;
import io.redisreplicaset.datanode.membership.NodeMeta;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// `node.meta`: what a member of a set must not forget, in its data folder.
///
/// A write is there or it is not: to a temporary name, fsynced, renamed, the folder fsynced. A lock keeps a second
/// process off the folder.
final class MetaFile implements MetaStore {
    private static final String NAME = "node.meta";
    private static final String TEMPORARY_NAME = "node.meta.new";
    private static final String LOCK_NAME = "node.lock";

    private final Path folder;
    private final FileChannel lockFile;

    private MetaFile(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /// Takes the folder for this process.
    ///
    /// @throws IOException another process has it, or it can't be written
    static MetaFile lock(Path folder) throws IOException {
        FileChannel lockFile =
                FileChannel.open(folder.resolve(LOCK_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lockFile.tryLock();
        if (lock == null) {
            lockFile.close();
            throw new IOException("folder " + folder + " is in use by another node");
        }
        return new MetaFile(folder, lockFile);
    }

    /// What the disk remembers; empty on a new disk.
    ///
    /// @throws IOException it can't be read, or is damaged: the message names the line
    Optional<NodeMeta> read() throws IOException {
        try {
            return Optional.of(NodeMeta.parse(Files.readString(folder.resolve(NAME))));
        } catch (NoSuchFileException newDisk) {
            return Optional.empty();
        } catch (MalformedNodeMetaException damaged) {
            throw new IOException(folder.resolve(NAME) + ": " + damaged.getMessage(), damaged);
        }
    }

    @Override
    public void write(NodeMeta meta) throws IOException {
        if (!lockFile.isOpen()) {
            throw new IOException("folder " + folder + " was let go");
        }
        Path temporary = folder.resolve(TEMPORARY_NAME);
        ByteBuffer text = ByteBuffer.wrap(meta.render().getBytes(StandardCharsets.UTF_8));
        try (FileChannel file = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (text.hasRemaining()) {
                file.write(text);
            }
            file.force(true);
        }
        Files.move(temporary, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
