package io.redisreplicaset.operator.sim;

import io.redisreplicaset.datanode.membership.Outcome;
import io.redisreplicaset.datanode.membership.PeerAddress;
import io.redisreplicaset.operator.topology.Action;
import java.util.List;
import java.util.function.Function;

/// A command of the node protocol, and what the node's machine does with it.
///
/// @param epoch the one that it names; 0 for none
record NodeCommand(String node, String word, long epoch, Function<NodeProcess, Outcome> run) {
    static NodeCommand fence(Action.Fence asked, String coordinator) {
        return new NodeCommand(
                asked.node(),
                "FENCE",
                asked.epoch(),
                at -> at.membership().fence(Sim.SET_ID, asked.epoch(), coordinator, at.now()));
    }

    static NodeCommand promote(Action.Promote asked, String coordinator) {
        return new NodeCommand(
                asked.node(),
                "PROMOTE",
                asked.epoch(),
                at -> at.membership()
                        .promote(Sim.SET_ID, asked.epoch(), coordinator, asked.writeQuorum(), asked.voters()));
    }

    static NodeCommand follow(Action.Follow asked) {
        String host = asked.address().host();
        int port = asked.address().port();
        return new NodeCommand(
                asked.node(),
                "FOLLOW",
                asked.epoch(),
                at -> at.membership().follow(Sim.SET_ID, asked.epoch(), host, port));
    }

    static NodeCommand pause(Action.Pause asked) {
        return new NodeCommand(
                asked.node(), "PAUSE", 0, at -> at.membership().pause(Sim.SET_ID, asked.millis(), at.now()));
    }

    static NodeCommand peers(Action.Peers asked) {
        List<PeerAddress> addresses = asked.peers().stream()
                .map(peer -> new PeerAddress(
                        peer.name(), peer.address().host(), peer.address().port()))
                .toList();
        return new NodeCommand(asked.node(), "PEERS", 0, at -> at.membership().peers(Sim.SET_ID, addresses));
    }
}
