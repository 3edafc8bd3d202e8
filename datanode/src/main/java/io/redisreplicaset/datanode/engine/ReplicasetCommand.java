package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.membership.HeartbeatAnswer;
import io.redisreplicaset.datanode.membership.NodeMembership;
import io.redisreplicaset.datanode.membership.PeerAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// REPLICASET: the arguments of each subcommand. See `config/docs/node-protocol.md`.
final class ReplicasetCommand {
    private final NodeMembership machine;
    private final SetMember member;

    ReplicasetCommand(NodeMembership machine, SetMember member) {
        this.machine = machine;
        this.member = member;
    }

    void run(Invocation in, long nowNanos) {
        switch (in.text(1).toLowerCase(Locale.ROOT)) {
            case "status" -> {
                require(in, 2, 2);
                member.writeStatus(in.reply());
            }
            case "fence" -> {
                require(in, 5, 5);
                member.settle(machine.fence(in.text(2), epoch(in, 3), in.text(4), nowNanos));
                member.writeStatus(in.reply());
            }
            case "promote" -> promote(in);
            case "follow" -> follow(in);
            case "pause" -> {
                require(in, 4, 4);
                member.settle(machine.pause(in.text(2), in.whole(3), nowNanos));
                member.writeStatus(in.reply());
            }
            case "peers" -> {
                require(in, 3, Integer.MAX_VALUE);
                member.settle(machine.peers(in.text(2), peers(in)));
                in.reply().ok();
            }
            case "watch" -> {
                require(in, 2, 2);
                in.reply().ok();
                member.watch(in.client());
            }
            case "heartbeat" -> heartbeat(in, nowNanos);
            case "help" -> help(in);
            default -> throw ErrorReply.unknownSubcommand(in.text(1), "REPLICASET");
        }
    }

    private static void require(Invocation in, int least, int most) {
        if (in.count() < least || in.count() > most) {
            throw ErrorReply.wrongArity("replicaset|" + in.text(1).toLowerCase(Locale.ROOT));
        }
    }

    private static long epoch(Invocation in, int index) {
        return in.whole(
                index,
                1,
                Long.MAX_VALUE - 1,
                "ERR epoch: wanted a whole number from 1 up, got '" + in.text(index) + "'");
    }

    private void promote(Invocation in) {
        require(in, 7, Integer.MAX_VALUE);
        int writeQuorum = (int) in.whole(
                5, 1, Integer.MAX_VALUE, "ERR writeQuorum: wanted a whole number from 1 up, got '" + in.text(5) + "'");
        List<String> voters = new ArrayList<>();
        for (int i = 6; i < in.count(); i++) {
            voters.add(in.text(i));
        }
        member.settle(machine.promote(in.text(2), epoch(in, 3), in.text(4), writeQuorum, voters));
        member.writeStatus(in.reply());
    }

    private void follow(Invocation in) {
        require(in, 6, 6);
        member.settle(machine.follow(in.text(2), epoch(in, 3), in.text(4), port(in, 5)));
        member.writeStatus(in.reply());
    }

    private static int port(Invocation in, int index) {
        return (int) in.whole(index, 1, 65535, "ERR port: wanted 1 to 65535, got '" + in.text(index) + "'");
    }

    private static List<PeerAddress> peers(Invocation in) {
        if ((in.count() - 3) % 3 != 0) {
            throw new ErrorReply("ERR peers: wanted 'name host port' for each, got " + (in.count() - 3) + " arguments");
        }
        List<PeerAddress> peers = new ArrayList<>();
        for (int i = 3; i < in.count(); i += 3) {
            try {
                peers.add(new PeerAddress(in.text(i), in.text(i + 1), port(in, i + 2)));
            } catch (IllegalArgumentException malformed) {
                throw new ErrorReply("ERR " + malformed.getMessage());
            }
        }
        return peers;
    }

    private void heartbeat(Invocation in, long nowNanos) {
        require(in, 6, 6);
        long promised = in.whole(
                5, 0, Long.MAX_VALUE, "ERR promisedEpoch: wanted a whole number from 0 up, got '" + in.text(5) + "'");
        member.settle(machine.heartbeat(in.text(2), promised, nowNanos));
        HeartbeatAnswer answer = machine.heartbeatAnswer();
        in.reply().array(6);
        in.reply().bulk(answer.nodeId());
        in.reply().bulk(answer.name());
        in.reply().integer(answer.promisedEpoch());
        in.reply().bulk(answer.role());
        in.reply().integer(answer.epoch());
        in.reply().integer(answer.offset());
    }

    private static void help(Invocation in) {
        List<String> lines = List.of(
                "REPLICASET <subcommand> [<arg> ...]. Subcommands are:",
                "STATUS",
                "    All that the coordinator of the set may want to know of this node.",
                "FENCE <setId> <epoch> <coordinator>",
                "    Promise to serve no lower epoch; writes close.",
                "PROMOTE <setId> <epoch> <coordinator> <writeQuorum> <voter> [<voter> ...]",
                "    Become the master of the epoch that was promised.",
                "FOLLOW <setId> <epoch> <host> <port>",
                "    Become a replica of that address.",
                "PAUSE <setId> <millis>",
                "    Hold writes for at most that long; 0 lets them go on.",
                "PEERS <setId> [<name> <host> <port> ...]",
                "    The other nodes of the set, for heartbeats.",
                "WATCH",
                "    Push the status at every change.",
                "HEARTBEAT <setId> <nodeId> <name> <promisedEpoch>",
                "    Between nodes.",
                "HELP",
                "    Print this help.");
        in.reply().array(lines.size());
        lines.forEach(in.reply()::simple);
    }
}
