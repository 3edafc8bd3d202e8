package io.redisreplicaset.operator.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// All that the coordinator knows of one node that exists: of its pod or process, and of what it says.
///
/// @param address empty while it has none
/// @param deleting somebody asked for its end
/// @param readySince since when the coordinator has seen it ready without a break; empty where it is not, or
///     where the machine under it is known to be unreachable
/// @param seenSince when the coordinator first saw this incarnation of it
/// @param restarted its process is another than the one that was made master
/// @param label what its role label says
/// @param status its last answer, or why there is none
/// @param refusal the last command that it refused
public record ObservedNode(
        String name,
        Optional<Address> address,
        boolean deleting,
        Optional<Instant> readySince,
        Instant seenSince,
        boolean restarted,
        String revision,
        Optional<NodeRole> label,
        Fact<NodeStatus> status,
        Optional<Refusal> refusal) {
    public boolean isReady() {
        return readySince.isPresent();
    }

    /// Its status, where that is not older than `maxAge`. Shells ask again well before that.
    public Optional<NodeStatus> freshStatus(Instant now, Duration maxAge) {
        return status.since(now.minus(maxAge));
    }

    /// That disk, as far as it is known.
    public boolean isDisk(String nodeId) {
        return status.known().filter(known -> known.nodeId().equals(nodeId)).isPresent();
    }

    public boolean hasRefused(String command, long epoch) {
        return refusal.filter(known -> known.isOf(command, epoch)).isPresent();
    }
}
