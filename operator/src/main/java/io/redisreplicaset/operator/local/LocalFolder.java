package io.redisreplicaset.operator.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The folder of one set, held by one process.
///
/// ```
/// <dir>/<set>/lock           held while a set runs; holds the number of the process
/// <dir>/<set>/state.json     what the set remembers
/// <dir>/<set>/<node>/        the disk of a node
/// <dir>/<set>/<node>.log     what it said
/// ```
final class LocalFolder implements AutoCloseable {
    private static final int MAX_PID_CHARS = 20;

    private final Path folder;
    private final FileChannel lockFile;

    private LocalFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /// @throws LocalProblem it cannot be written, or another process has it
    static LocalFolder open(Path parent, String setName) throws LocalProblem {
        Path folder = parent.resolve(setName).toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder);
            FileChannel lockFile = FileChannel.open(
                    folder.resolve("lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (!isLocked(lockFile)) {
                String holder = holder(lockFile);
                lockFile.close();
                throw new LocalProblem(folder + " is in use by another rrs local" + holder
                        + ": stop that one, or name another folder with --dir");
            }
            lockFile.truncate(0);
            lockFile.write(
                    ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return new LocalFolder(folder, lockFile);
        } catch (IOException unusable) {
            throw new LocalProblem(
                    "the folder " + folder + " cannot be used: " + reason(unusable) + "; name another one with --dir",
                    unusable);
        }
    }

    private static boolean isLocked(FileChannel lockFile) throws IOException {
        try {
            @Nullable FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        }
    }

    private static String holder(FileChannel lockFile) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(MAX_PID_CHARS);
        lockFile.read(pid, 0);
        String text = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).strip();
        return text.isEmpty() ? "" : " (process " + text + ")";
    }

    private static String reason(IOException failed) {
        return switch (failed) {
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case NoSuchFileException missing -> "there is no " + missing.getFile();
            case FileAlreadyExistsException exists -> exists.getFile() + " is not a folder";
            default -> String.valueOf(failed.getMessage());
        };
    }

    Path stateFile() {
        return folder.resolve("state.json");
    }

    Path disk(String node) {
        return folder.resolve(node);
    }

    Path log(String node) {
        return folder.resolve(node + ".log");
    }

    Path path() {
        return folder;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException alreadyGone) {
            // The lock ends with the process at the latest.
        }
    }
}
