package io.redisreplicaset.operator.local;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
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
        StateFile opened = new StateFile(
                file, new State(UUID.randomUUID().toString(), 1, Instant.now(), RedisReplicaSetStatus.empty()));
        try {
            if (Files.exists(file)) {
                opened.state = opened.json.unmarshal(Files.readString(file), State.class);
            } else {
                opened.write(opened.state);
            }
            return opened;
        } catch (IOException | RuntimeException unreadable) {
            throw new LocalProblem(
                    file + " cannot be used: " + unreadable.getMessage()
                            + "; it says who was master, so it is left as it is",
                    unreadable);
        }
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
            throw new UncheckedIOException("the set's state could not be written", failed);
        }
    }
}
