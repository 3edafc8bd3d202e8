package io.redisreplicaset.datanode.engine;

import java.util.Optional;

/// What a snapshot told about itself.
///
/// @param place where in its history it stands; empty where it does not say
/// @param marker the text of the set's last marker in that history
/// @param release the release that wrote it; `unknown` where it does not say
/// @param createdSeconds Unix time; -1 where it does not say
/// @param memoryBytes what its writer used; -1 where it does not say
public record LoadedFacts(
        Optional<HistoryPlace> place, Optional<String> marker, String release, long createdSeconds, long memoryBytes) {
    /// There was no snapshot.
    public static final LoadedFacts NONE = new LoadedFacts(Optional.empty(), Optional.empty(), "unknown", -1, -1);
}
