package io.redisreplicaset.datanode.membership;

import java.util.List;
import java.util.Optional;

/// The membership's part of the status map; the names are the map's keys. The rest (`runId`, `replid`,
/// `linkStatus`, `empty` and so on) is the engine's.
///
/// @param promisedEpoch what is on disk, never what is on its way there
/// @param epoch master, or fenced one that was: the epoch it was promoted with. Replica: that of its link
/// @param committedEpoch the highest epoch whose marker this master saw committed; 0 for none
public record MembershipStatus(
        String setId,
        String nodeId,
        String name,
        Role role,
        long promisedEpoch,
        String promisedTo,
        long epoch,
        long historyEpoch,
        long rootEpoch,
        List<String> voters,
        int writeQuorum,
        long committedEpoch,
        long committedOffset,
        long offset,
        boolean intact,
        Optional<Upstream> upstream,
        boolean writesOpen,
        boolean paused,
        boolean shuttingDown,
        List<PeerStatus> peers) {}
