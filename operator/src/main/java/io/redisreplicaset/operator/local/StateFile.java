package io.redisreplicaset.operator.local;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.resource.RecordInStatus;
import io.redisreplicaset.operator.topology.SetRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.UUID;

/// What an API server remembers of a set, in a file: its identity and its status. Replaced as a whole, on disk before
/// anybody acts on it, and only on condition that its version is still the one that was read.
///
/// Any thread may call.
final class StateFile {
    /// @param setId drawn once, when the folder was new
    record State(String setId, long version, Instant createdAt, RedisReplicaSetStatus status) {}

    private final KubernetesSerialization json = new KubernetesSerialization();
    private final Path file;
    private State state;

    private StateFile(Path file, State state) {
        this.file = file;
        this.state = state;
    }

    /// @throws LocalProblem it is there and cannot be read; nothing is overwritten then
    static StateFile open(Path file) throws LocalProblem {
        State fresh = new State(UUID.randomUUID().toString(), 1, Instant.now(), RedisReplicaSetStatus.empty());
        try {
            StateFile opened = new StateFile(file, fresh);
            if (Files.exists(file)) {
                opened.state = opened.read();
            } else {
                opened.write(fresh);
            }
            return opened;
        } catch (IOException | RuntimeException unreadable) {
            throw new LocalProblem(
                    file + " cannot be used: " + firstLine(unreadable)
                            + ". It says who was master, so it is left as it is; to begin anew, remove its folder",
                    unreadable);
        }
    }

    private State read() throws IOException {
        State read = json.unmarshal(Files.readString(file), State.class);
        // Whatever is missing or makes no sense shows here, and not when it is needed.
        boolean isWhole = read != null && read.setId() != null && read.createdAt() != null && read.status() != null;
        if (!isWhole || read.setId().isEmpty()) {
            throw new IOException("it is not whole");
        }
        SetRecord _ = RecordInStatus.read(String.valueOf(read.version()), read.status());
        return read;
    }

    /// Some exceptions name the file first.
    private static String reason(IOException failed) {
        return failed instanceof FileSystemException known && known.getReason() != null
                ? known.getReason()
                : String.valueOf(failed.getMessage());
    }

    /// Jackson tells the place in further lines.
    private static String firstLine(Exception failed) {
        return String.valueOf(failed.getMessage()).lines().findFirst().orElse("it is empty");
    }

    synchronized State state() {
        return state;
    }

    /// Replaces the status, if the version is still `expected`.
    ///
    /// @return whether it was
    synchronized boolean replace(long expected, RedisReplicaSetStatus status) {
        if (state.version() != expected) {
            return false;
        }
        State next = new State(state.setId(), expected + 1, state.createdAt(), status);
        write(next);
        state = next;
        return true;
    }

    private void write(State next) {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(temporary, json.asJson(next), StandardCharsets.UTF_8);
            try (FileChannel written = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(
                    "the set's state could not be written to " + temporary + ": " + reason(failed), failed);
        }
    }
}
