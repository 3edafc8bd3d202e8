package io.redisreplicaset.datanode.replication.replica;

import java.util.ArrayList;
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

    boolean needsAuth() {
        return !password.isEmpty();
    }

    /// What is said behind PING, in this order; each is answered with a line.
    List<LinkCommand> commands() {
        List<LinkCommand> commands = new ArrayList<>();
        if (needsAuth()) {
            commands.add(user.isEmpty() ? LinkCommand.of("AUTH", password) : LinkCommand.of("AUTH", user, password));
        }
        commands.add(LinkCommand.of("REPLCONF", "listening-port", Integer.toString(listeningPort)));
        if (!announcedAddress.isEmpty()) {
            commands.add(LinkCommand.of("REPLCONF", "ip-address", announcedAddress));
        }
        commands.add(LinkCommand.of("REPLCONF", "capa", "eof", "capa", "psync2"));
        if (isMember()) {
            List<String> words = new ArrayList<>(List.of("REPLCONF", "replicaset"));
            words.addAll(member);
            commands.add(new LinkCommand(words));
        }
        return commands;
    }

    @Override
    public String toString() {
        return "Introduction[user=" + user + ", password=" + (password.isEmpty() ? "none" : "(hidden)") + ", port="
                + listeningPort + ", address=" + announcedAddress + ", member=" + member + "]";
    }
}
