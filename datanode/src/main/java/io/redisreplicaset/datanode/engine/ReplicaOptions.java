package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.ErrorReply;
import io.redisreplicaset.datanode.command.Invocation;
import io.redisreplicaset.datanode.membership.ReplicaHello;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// REPLCONF: what a replica tells of itself before it asks for the stream, and how far it has got afterwards.
final class ReplicaOptions {
    /// The longest name that the domain name system can hold, with room to spare.
    private static final int MAX_ADDRESS_LENGTH = 1024;

    private static final int MEMBER_ACK_ARGUMENTS = 5;

    /// What has an effect beyond the replica's own record.
    interface Effects {
        /// The replica has the history up to `offset`.
        void acked(ReplicaPeer peer, long offset);

        /// A disk of the set has it: the replica's own, or one behind it.
        void memberAcked(ReplicaPeer peer, String nodeId, long epoch, long offset);

        /// The upstream wants to know how far this node is.
        void ackWanted();

        /// A member introduced itself.
        ///
        /// @return the whole reply
        String greeted(ReplicaPeer peer, ReplicaHello hello);
    }

    private ReplicaOptions() {}

    static void take(Invocation in, ReplicaPeer peer, Effects effects) {
        if (in.count() % 2 == 0) {
            throw ErrorReply.syntax();
        }
        for (int i = 1; i < in.count(); i += 2) {
            switch (in.text(i).toLowerCase(Locale.ROOT)) {
                case "listening-port" ->
                    peer.listeningPort = (int) in.whole(i + 1, 0, 65535, "ERR value is not an integer or out of range");
                case "ip-address" -> peer.announcedAddress = address(in, i + 1);
                case "capa" -> capability(in, i + 1, peer);
                case "rdb-only" ->
                    peer.wantsSnapshotOnly = in.whole(i + 1, 0, 1, "ERR value is not an integer or out of range") == 1;
                case "rdb-filter-only" -> peer.wantsNoKeys = filter(in.text(i + 1));
                case "ack" -> {
                    ack(in, i, peer, effects);
                    return;
                }
                case "getack" -> {
                    effects.ackWanted();
                    return;
                }
                case "replicaset" -> {
                    greet(in, i, peer, effects);
                    return;
                }
                case "replicaset-ack" -> {
                    memberAck(in, i, peer, effects);
                    return;
                }
                default -> throw new ErrorReply("ERR Unrecognized REPLCONF option: " + in.text(i));
            }
        }
        in.reply().ok();
    }

    private static String address(Invocation in, int index) {
        String address = in.text(index);
        if (address.length() > MAX_ADDRESS_LENGTH) {
            throw new ErrorReply("ERR REPLCONF ip-address: wanted at most " + MAX_ADDRESS_LENGTH + " characters, got "
                    + address.length());
        }
        return address;
    }

    /// What is not known is not needed: a newer replica may know more ways than this node.
    private static void capability(Invocation in, int index, ReplicaPeer peer) {
        if (in.is(index, "eof")) {
            peer.takesEndMark = true;
        } else if (in.is(index, "psync2")) {
            peer.knowsSecondId = true;
        }
    }

    /// All that can be asked for is functions, or nothing at all: in either case, no keys.
    private static boolean filter(String wanted) {
        for (String each : wanted.strip().split("\\s+", -1)) {
            if (!each.isEmpty() && !each.equalsIgnoreCase("functions")) {
                throw new ErrorReply("ERR Unsupported rdb-filter-only option: " + each);
            }
        }
        return true;
    }

    private static void ack(Invocation in, int index, ReplicaPeer peer, Effects effects) {
        // From anybody else it means nothing, and like all acks it is not answered.
        if (in.client().isReplica() && in.request().isLong(index + 1)) {
            effects.acked(peer, in.request().asLong(index + 1));
        }
    }

    private static void greet(Invocation in, int index, ReplicaPeer peer, Effects effects) {
        List<String> arguments = new ArrayList<>();
        for (int i = index + 1; i < in.count(); i++) {
            arguments.add(in.text(i));
        }
        ReplicaHello hello;
        try {
            hello = ReplicaHello.parse(arguments);
        } catch (IllegalArgumentException malformed) {
            throw new ErrorReply("ERR " + malformed.getMessage());
        }
        String reply = effects.greeted(peer, hello);
        if (reply.startsWith("-")) {
            throw new ErrorReply(reply.substring(1));
        }
        in.reply().simple(reply.substring(1));
    }

    private static void memberAck(Invocation in, int index, ReplicaPeer peer, Effects effects) {
        boolean isWellFormed = in.count() == MEMBER_ACK_ARGUMENTS
                && in.request().isLong(index + 2)
                && in.request().isLong(index + 3);
        if (in.client().isReplica() && isWellFormed) {
            effects.memberAcked(
                    peer,
                    in.text(index + 1),
                    in.request().asLong(index + 2),
                    in.request().asLong(index + 3));
        }
    }
}
