package io.redisreplicaset.datanode.membership;

/// What a node says to a peer's `REPLICASET HEARTBEAT`.
///
/// @param role the role's word; a word that this release does not know counts as no role
public record HeartbeatAnswer(String nodeId, String name, long promisedEpoch, String role, long epoch, long offset) {
    boolean isOfMaster() {
        return role.equals(Role.MASTER.word());
    }
}
