package io.redisreplicaset.operator.sim;

import io.redisreplicaset.datanode.membership.HeartbeatAnswer;
import io.redisreplicaset.datanode.membership.PeerAddress;
import io.redisreplicaset.operator.sim.Messages.OfHeartbeat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The heartbeat connections: one to each peer, opened again for as long as it is one, and those of the others.
final class PeerSide {
    private static final long CONNECT_TIMEOUT = VirtualTime.SECOND;
    private static final int MOST_OPEN_QUESTIONS = 32;

    private final Sim sim;
    private final NodeProcess node;
    private final List<Peer> peers = new ArrayList<>();
    private final List<Wire<OfHeartbeat>> accepted = new ArrayList<>();
    private boolean isBeating;

    PeerSide(Sim sim, NodeProcess node) {
        this.sim = sim;
        this.node = node;
    }

    void exchangeWith(List<PeerAddress> addresses) {
        for (Peer peer : List.copyOf(peers)) {
            if (!addresses.contains(peer.address)) {
                peers.remove(peer);
                peer.close(true);
            }
        }
        for (PeerAddress address : addresses) {
            if (peers.stream().noneMatch(peer -> peer.address.equals(address))) {
                peers.add(new Peer(address));
            }
        }
        if (!isBeating) {
            isBeating = true;
            beat();
        }
    }

    private void beat() {
        for (Peer peer : List.copyOf(peers)) {
            peer.beat();
        }
        long period = sim.settings().detectionMillis() * VirtualTime.MS / 8;
        node.turnAfter(period, this::beat);
    }

    void processEnded(boolean closesConnections) {
        for (Peer peer : peers) {
            peer.close(closesConnections);
        }
        for (Wire<OfHeartbeat> wire : accepted) {
            if (closesConnections) {
                wire.closeAsServer();
            } else {
                wire.vanishAsServer();
            }
        }
        peers.clear();
        accepted.clear();
    }

    /// A peer asks.
    Wire.End<OfHeartbeat> accept(Wire<OfHeartbeat> wire) {
        accepted.add(wire);
        return new Wire.End<>() {
            @Override
            public void received(OfHeartbeat message) {
                node.turn(() -> answer(wire, message));
            }

            @Override
            public void closed() {
                accepted.remove(wire);
            }
        };
    }

    private void answer(Wire<OfHeartbeat> wire, OfHeartbeat message) {
        switch (message) {
            case OfHeartbeat.Question(String _, long promisedEpoch) -> {
                node.settle(node.membership().heartbeat(Sim.SET_ID, promisedEpoch, node.now()));
                wire.sendAsServer(new OfHeartbeat.Answer(node.heartbeatAnswer()));
            }
            case OfHeartbeat.Answer _ -> throw new IllegalStateException("an answer that nobody asked for");
        }
    }

    /// One peer, and the connection to it.
    private final class Peer {
        private final PeerAddress address;
        private final Deque<Long> askedAt = new ArrayDeque<>();
        private @Nullable Wire<OfHeartbeat> wire;
        private boolean isOpen;
        private long openingSince;

        Peer(PeerAddress address) {
            this.address = address;
        }

        void beat() {
            if (wire == null) {
                connect();
            } else if (isOpen) {
                ask();
            } else if (node.now() - openingSince > CONNECT_TIMEOUT) {
                close(true);
                node.carryOut(node.membership().peerDisconnected(address.name()));
            }
        }

        private void ask() {
            Wire<OfHeartbeat> open = wire;
            // A peer that stands still is asked no more until it has answered some.
            if (open != null && askedAt.size() < MOST_OPEN_QUESTIONS) {
                askedAt.addLast(node.now());
                open.sendAsClient(new OfHeartbeat.Question(
                        node.membership().nodeId(), node.heartbeatAnswer().promisedEpoch()));
            }
        }

        private void close(boolean closesConnection) {
            Wire<OfHeartbeat> open = wire;
            wire = null;
            isOpen = false;
            if (open != null && closesConnection) {
                open.closeAsClient();
            } else if (open != null) {
                open.vanishAsClient();
            }
        }

        private void connect() {
            openingSince = node.now();
            askedAt.clear();
            String host = address.host();
            wire = Wire.open(
                    sim.network(),
                    node.pod().host(),
                    host,
                    Ear::new,
                    asking -> sim.cluster()
                            .processAt(host)
                            .map(process -> process.peers().accept(asking)));
        }

        /// Hears one connection; silent as soon as it is not the present one any more.
        private final class Ear implements Wire.End<OfHeartbeat> {
            private final Wire<OfHeartbeat> mine;

            Ear(Wire<OfHeartbeat> mine) {
                this.mine = mine;
            }

            private void whilePresent(Runnable work) {
                node.turn(() -> {
                    if (mine.equals(wire)) {
                        work.run();
                    }
                });
            }

            @Override
            public void opened() {
                whilePresent(() -> {
                    isOpen = true;
                    ask();
                });
            }

            @Override
            public void received(OfHeartbeat message) {
                whilePresent(() -> {
                    Optional<Long> asked = Optional.ofNullable(askedAt.pollFirst());
                    if (asked.isPresent() && message instanceof OfHeartbeat.Answer(HeartbeatAnswer answer)) {
                        node.carryOut(
                                node.membership().heartbeatAnswered(address.name(), asked.get(), answer, node.now()));
                    }
                });
            }

            @Override
            public void closed() {
                whilePresent(() -> {
                    close(true);
                    node.carryOut(node.membership().peerDisconnected(address.name()));
                });
            }
        }
    }
}
