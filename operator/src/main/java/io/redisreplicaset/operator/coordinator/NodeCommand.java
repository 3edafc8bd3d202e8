package io.redisreplicaset.operator.coordinator;

import io.redisreplicaset.operator.topology.Action;
import java.util.ArrayList;
import java.util.List;

/// A command of the node protocol.
///
/// @param name the word after `REPLICASET`
/// @param epoch the epoch that it names; 0 where it names none
record NodeCommand(String name, long epoch, List<String> words) {
    static final NodeCommand STATUS = new NodeCommand("STATUS", 0, List.of("REPLICASET", "STATUS"));

    NodeCommand {
        words = List.copyOf(words);
    }

    static NodeCommand fence(String setId, String coordinator, Action.Fence fence) {
        return of("FENCE", fence.epoch(), List.of(setId, String.valueOf(fence.epoch()), coordinator));
    }

    static NodeCommand promote(String setId, String coordinator, Action.Promote promote) {
        List<String> arguments = new ArrayList<>(
                List.of(setId, String.valueOf(promote.epoch()), coordinator, String.valueOf(promote.writeQuorum())));
        arguments.addAll(promote.voters());
        return of("PROMOTE", promote.epoch(), arguments);
    }

    static NodeCommand follow(String setId, Action.Follow follow) {
        return of(
                "FOLLOW",
                follow.epoch(),
                List.of(
                        setId,
                        String.valueOf(follow.epoch()),
                        follow.address().host(),
                        String.valueOf(follow.address().port())));
    }

    static NodeCommand pause(String setId, Action.Pause pause) {
        return of("PAUSE", 0, List.of(setId, String.valueOf(pause.millis())));
    }

    static NodeCommand peers(String setId, Action.Peers peers) {
        List<String> arguments = new ArrayList<>(List.of(setId));
        for (Action.Peer peer : peers.peers()) {
            arguments.add(peer.name());
            arguments.add(peer.address().host());
            arguments.add(String.valueOf(peer.address().port()));
        }
        return of("PEERS", 0, arguments);
    }

    private static NodeCommand of(String name, long epoch, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("REPLICASET", name));
        words.addAll(arguments);
        return new NodeCommand(name, epoch, words);
    }

    /// Whether the reply is a status map; it is for all that change what the node is.
    boolean isAnsweredWithStatus() {
        return !name.equals("PEERS");
    }
}
