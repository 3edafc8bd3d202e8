package io.redisreplicaset.datanode.replication.replica;

import io.redisreplicaset.datanode.replication.ReplicationId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an upstream answers to PSYNC, as a line that was read and not yet judged.
sealed interface PsyncReply {
    Pattern FULL_RESYNC = Pattern.compile("\\+FULLRESYNC (\\S+) (\\d{1,18})");
    String CONTINUE = "+CONTINUE";

    /// A snapshot comes, of this history at this offset.
    record FullResync(ReplicationId id, long offset) implements PsyncReply {}

    /// The stream goes on.
    ///
    /// @param id empty from an upstream of before second ids, which says nothing behind the word
    record Continue(Optional<ReplicationId> id) implements PsyncReply {}

    /// It has no link of its own, or no data yet.
    record NotNow() implements PsyncReply {}

    /// An error without a code of its own: most likely it does not know the command.
    record Unknown() implements PsyncReply {}

    record Refused() implements PsyncReply {}

    /// @param wanted the form that the line should have had
    record Malformed(String wanted) implements PsyncReply {}

    static PsyncReply parse(String line) {
        if (line.startsWith("+FULLRESYNC")) {
            Matcher full = FULL_RESYNC.matcher(line);
            return full.matches() && ReplicationId.isWellFormed(full.group(1))
                    ? new FullResync(new ReplicationId(full.group(1)), Long.parseLong(full.group(2)))
                    : new Malformed("+FULLRESYNC <id> <offset>");
        }
        if (line.startsWith(CONTINUE)) {
            String id = line.substring(CONTINUE.length()).strip();
            if (id.isEmpty()) {
                return new Continue(Optional.empty());
            }
            return ReplicationId.isWellFormed(id)
                    ? new Continue(Optional.of(new ReplicationId(id)))
                    : new Malformed("+CONTINUE <id>");
        }
        if (line.startsWith("-NOMASTERLINK") || line.startsWith("-LOADING")) {
            return new NotNow();
        }
        return line.startsWith("-ERR") ? new Unknown() : new Refused();
    }
}
