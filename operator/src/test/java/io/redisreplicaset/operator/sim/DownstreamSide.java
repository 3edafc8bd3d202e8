package io.redisreplicaset.operator.sim;

import io.redisreplicaset.datanode.membership.NodeMembership.Ack;
import io.redisreplicaset.datanode.membership.ReplicaHello;
import io.redisreplicaset.datanode.replication.PsyncRequest;
import io.redisreplicaset.datanode.replication.PsyncVerdict;
import io.redisreplicaset.operator.sim.Messages.OfReplication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The upstream's side of replication: everyone who follows this node.
final class DownstreamSide {
    private final Sim sim;
    private final NodeProcess node;
    private final List<Replica> replicas = new ArrayList<>();

    DownstreamSide(Sim sim, NodeProcess node) {
        this.sim = sim;
        this.node = node;
    }

    Wire.End<OfReplication> accept(Wire<OfReplication> wire) {
        Replica replica = new Replica(wire);
        replicas.add(replica);
        return replica;
    }

    /// Lets go of all, so that they come back and learn what has changed.
    void dropAll() {
        for (Replica replica : List.copyOf(replicas)) {
            replica.drop();
        }
    }

    void processEnded(boolean closesConnections) {
        for (Replica replica : replicas) {
            if (closesConnections) {
                replica.wire.closeAsServer();
            } else {
                replica.wire.vanishAsServer();
            }
        }
        replicas.clear();
    }

    /// Sends every replica what it does not have yet.
    void pump() {
        for (Replica replica : replicas) {
            replica.pump();
        }
    }

    /// The node's clock of one tick a second.
    void everySecond() {
        node.turnAfter(VirtualTime.SECOND, () -> {
            if (!replicas.isEmpty() && sim.pingsAreOn()) {
                node.ping();
            }
            long timeout = sim.settings().linkTimeoutMillis() * VirtualTime.MS;
            for (Replica replica : List.copyOf(replicas)) {
                if (node.now() - replica.lastHeard > timeout) {
                    replica.drop();
                }
            }
            node.upstream().everySecond();
            everySecond();
        });
    }

    private final class Replica implements Wire.End<OfReplication> {
        private final Wire<OfReplication> wire;
        private Optional<ReplicaHello> hello = Optional.empty();
        /// The last entry that it was sent; null before it gets the stream.
        private @Nullable Entry cursor;
        private long lastHeard = node.now();

        Replica(Wire<OfReplication> wire) {
            this.wire = wire;
        }

        void drop() {
            replicas.remove(this);
            wire.closeAsServer();
        }

        private boolean isAttached() {
            return replicas.contains(this);
        }

        private void whileAttached(Runnable work) {
            node.turn(() -> {
                if (isAttached()) {
                    lastHeard = node.now();
                    work.run();
                }
            });
        }

        @Override
        public void closed() {
            node.turn(() -> replicas.remove(this));
        }

        @Override
        public void received(OfReplication message) {
            whileAttached(() -> take(message));
        }

        private void take(OfReplication message) {
            switch (message) {
                case OfReplication.Hello(ReplicaHello said) -> greet(said);
                case OfReplication.Psync(PsyncRequest request) -> sync(request);
                case OfReplication.Acks(List<Ack> acks) -> acks.forEach(this::acked);
                case OfReplication.Introduced _,
                        OfReplication.Refused _,
                        OfReplication.Continue _,
                        OfReplication.FullResync _,
                        OfReplication.Snapshot _,
                        OfReplication.Stream _ -> throw new IllegalStateException("a replica said " + message);
            }
        }

        private void greet(ReplicaHello said) {
            hello = Optional.of(said);
            Optional<String> refusal = node.settle(node.membership().replicaGreeted(said, node.now()));
            wire.sendAsServer(refusal.<OfReplication>map(OfReplication.Refused::new)
                    .orElseGet(
                            () -> new OfReplication.Introduced(node.membership().upstreamEpoch())));
        }

        private void sync(PsyncRequest request) {
            if (node.upstream().isFollowing() && !node.upstream().isUp()) {
                refuse("NOMASTERLINK");
                return;
            }
            switch (node.data().judge(request)) {
                case PsyncVerdict.Resume(long from) -> {
                    Entry end = sim.rules().entryEndingAt(node, from - 1);
                    wire.sendAsServer(
                            new OfReplication.Continue(node.data().history().id(), end));
                    cursor = end;
                }
                case PsyncVerdict.FullSync(var why) -> beginFullSync(request, why);
            }
        }

        private void refuse(String error) {
            wire.sendAsServer(new OfReplication.Refused(error));
        }

        private void beginFullSync(PsyncRequest request, PsyncVerdict.Reason why) {
            long held = request instanceof PsyncRequest.Continue(var _, long from) ? from - 1 : -1;
            Optional<String> refusal = node.membership().refusalOfFullSync(hello.orElseThrow(), held);
            if (refusal.isPresent()) {
                refuse(refusal.get());
                return;
            }
            NodeData.Saved snapshot = node.data().save();
            node.tell("copies", snapshot.end(), "to", hello.orElseThrow().name(), "since", why);
            wire.sendAsServer(new OfReplication.FullResync());
            node.turnAfter(sim.snapshotNanos(), () -> {
                if (isAttached()) {
                    wire.sendAsServer(new OfReplication.Snapshot(snapshot));
                    cursor = snapshot.end();
                }
            });
        }

        private void acked(Ack ack) {
            if (!isAttached()) {
                return;
            }
            try {
                node.carryOut(node.membership().acked(ack.nodeId(), ack.epoch(), ack.offset()));
            } catch (IllegalArgumentException impossible) {
                node.tell("bad ack", String.valueOf(impossible.getMessage()));
                drop();
                return;
            }
            node.upstream().relay(ack);
        }

        void pump() {
            Entry sent = cursor;
            Entry end = node.data().end();
            if (sent != null && !sent.equals(end)) {
                wire.sendAsServer(new OfReplication.Stream(end.since(sent)));
                cursor = end;
            }
        }
    }
}
