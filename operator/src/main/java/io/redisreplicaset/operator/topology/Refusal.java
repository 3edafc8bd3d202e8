package io.redisreplicaset.operator.topology;

import java.time.Instant;

/// The last command that a node refused.
///
/// @param command the word after `REPLICASET`, for example `PROMOTE`
/// @param epoch the epoch that the command named; 0 where it names none
/// @param error the node's words
public record Refusal(String command, long epoch, String error, Instant at) {
    public boolean isOf(String wantedCommand, long wantedEpoch) {
        return command.equals(wantedCommand) && epoch == wantedEpoch;
    }
}
