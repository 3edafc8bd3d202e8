package io.redisreplicaset.operator.local;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// What one node said, in a file of bounded size. The node has it open to append to, so it is emptied and not moved.
record NodeLog(Path path) {
    static final long MAX_BYTES = 16L * 1024 * 1024;
    private static final int TAIL_BYTES = 4096;

    File file() {
        return path.toFile();
    }

    /// Sets the log aside as `….log.1` where it is longer than it should be.
    void bound(long maxBytes) throws IOException {
        if (file().length() > maxBytes) {
            Files.copy(path, path.resolveSibling(path.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            try (RandomAccessFile open = new RandomAccessFile(file(), "rw")) {
                open.setLength(0);
            }
        }
    }

    /// The last line that says something.
    Optional<String> lastLine() {
        try (RandomAccessFile open = new RandomAccessFile(file(), "r")) {
            open.seek(Math.max(0, open.length() - TAIL_BYTES));
            byte[] tail = new byte[(int) (open.length() - open.getFilePointer())];
            open.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce((_, next) -> next);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
