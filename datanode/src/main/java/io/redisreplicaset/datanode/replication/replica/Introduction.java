package io.redisreplicaset.datanode.replication.replica;

import java.util.List;

/// What a replica tells its upstream of itself before it asks for the stream.
///
/// @param user empty for the upstream's default user
/// @param password empty where none is needed
/// @param listeningPort the one that others reach this node at
/// @param announcedAddress empty where the address that the connection comes from will do
/// @param member the arguments of `REPLCONF replicaset`; empty for a node of no set
public record Introduction(
        String user, String password, int listeningPort, String announcedAddress, List<String> member) {
    public Introduction {
        member = List.copyOf(member);
    }

    boolean isMember() {
        return !member.isEmpty();
    }

    @Override
    public String toString() {
        return "Introduction[user=" + user + ", password=" + (password.isEmpty() ? "none" : "(hidden)") + ", port="
                + listeningPort + ", address=" + announcedAddress + ", member=" + member + "]";
    }
}
