package io.redisreplicaset.datanode.persistence.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where snapshots are kept: opens them for writing and for reading, waiting for the disk or in the background.
public final class SnapshotDisk {
    /// Blocks are bounded by their bytes; this is far above what these can be.
    private static final int MAX_TASKS = 10_000;

    private static final long IDLE_THREAD_SECONDS = 10;

    /// `temp-<process id>.rdb`, and with a number behind it where written in the background.
    private static final Pattern TEMPORARY = Pattern.compile("temp-(\\d{1,18})(-\\d{1,18})?\\.rdb");

    private final Executor disk;
    private final Executor owner;
    private final long processId;
    private final AtomicLong backgroundFiles = new AtomicLong();
    private final Set<Path> temporaries = ConcurrentHashMap.newKeySet();

    /// @param disk runs one task after another; may wait for the disk
    /// @param owner runs on the owner's thread, and gives it a turn
    public SnapshotDisk(Executor disk, Executor owner, long processId) {
        this.disk = disk;
        this.owner = owner;
        this.processId = processId;
    }

    /// With a thread for the disk that is there while it is needed.
    public static SnapshotDisk withThread(Executor owner) {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_TASKS),
                Thread.ofPlatform().daemon().name("snapshot-disk").factory());
        thread.allowCoreThreadTimeOut(true);
        return new SnapshotDisk(thread, owner, ProcessHandle.current().pid());
    }

    Executor executor() {
        return disk;
    }

    Executor owner() {
        return owner;
    }

    /// Begins a snapshot on the caller's thread.
    ///
    /// @throws IOException the message says which file, and why
    public SnapshotFile createNow(String folder, String fileName) throws IOException {
        return open(folder, "temp-" + processId + ".rdb", fileName);
    }

    /// Begins a snapshot in the background.
    public BackgroundSnapshotFile createInBackground(
            String folder, String fileName, BackgroundSnapshotFile.Listener listener) {
        return new BackgroundSnapshotFile(this, folder, fileName, listener);
    }

    /// A name that nobody else has, and that the next start removes if this process does not: for a snapshot that is
    /// not to be the node's own.
    public String temporaryName() {
        return "temp-" + processId + "-" + backgroundFiles.incrementAndGet() + ".rdb";
    }

    SnapshotFile create(String folder, String fileName) throws IOException {
        // A name for each: one that was given up may still be there when the next begins.
        return open(folder, temporaryName(), fileName);
    }

    private SnapshotFile open(String folder, String temporaryName, String fileName) throws IOException {
        Path temporary = absolute(folder).resolve(temporaryName);
        // Known before it is there: the process may end in between, and leaves nothing behind.
        temporaries.add(temporary);
        try {
            return SnapshotFile.create(temporary, absolute(folder).resolve(fileName));
        } catch (IOException refused) {
            temporaries.remove(temporary);
            throw refused;
        }
    }

    /// A snapshot is committed or discarded.
    public void ended(SnapshotFile file) {
        temporaries.remove(file.temporary());
    }

    /// Removes the snapshots that are being written: the process ends without waiting for them. Any thread may call
    /// it.
    public void removeTemporaries() {
        for (Path temporary : temporaries) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException stays) {
                temporary.toFile().deleteOnExit();
            }
        }
    }

    /// Opens the snapshot that is there; empty if none is.
    ///
    /// @param hasMore called on the owner's thread when there is something to be taken
    /// @throws IOException it can't be read: the message says which file, and why
    public Optional<BackgroundSnapshotReader> read(String folder, String fileName, Runnable hasMore)
            throws IOException {
        Path path = absolute(folder).resolve(fileName);
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            return Optional.of(new BackgroundSnapshotReader(this, path, channel, channel.size(), hasMore));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException refused) {
            throw new IOException("can't open " + path + ": " + DiskReason.of(refused), refused);
        }
    }

    /// Opens the snapshot that is there, for reading on the caller's thread.
    ///
    /// @throws IOException it is not there or can't be read: the message says which file, and why
    public InputStream openNow(String folder, String fileName) throws IOException {
        Path path = absolute(folder).resolve(fileName);
        try {
            return Files.newInputStream(path);
        } catch (IOException refused) {
            throw new IOException("can't open " + path + ": " + DiskReason.of(refused), refused);
        }
    }

    /// Removes what processes that ended in the middle of a save have left behind.
    ///
    /// @return what was removed
    /// @throws IOException the folder can't be read
    public List<String> removeLeftovers(String folder) throws IOException {
        List<String> removed = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(absolute(folder), "temp-*.rdb")) {
            for (Path file : files) {
                if (isLeftover(file)) {
                    Files.deleteIfExists(file);
                    removed.add(String.valueOf(file.getFileName()));
                }
            }
        } catch (IOException refused) {
            throw new IOException("can't clean " + folder + ": " + DiskReason.of(refused), refused);
        }
        return removed;
    }

    /// Whether nobody writes it: this process has not begun to, and another one of that id is not alive.
    private boolean isLeftover(Path file) {
        Matcher name = TEMPORARY.matcher(String.valueOf(file.getFileName()));
        if (!name.matches() || !Files.isRegularFile(file) || temporaries.contains(file)) {
            return false;
        }
        long writer = Long.parseLong(name.group(1));
        return writer == processId
                || ProcessHandle.of(writer).filter(ProcessHandle::isAlive).isEmpty();
    }

    private static Path absolute(String folder) {
        return Path.of(folder).toAbsolutePath();
    }
}
