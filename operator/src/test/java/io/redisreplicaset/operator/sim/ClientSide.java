package io.redisreplicaset.operator.sim;

import io.redisreplicaset.datanode.membership.WriteVerdict;
import io.redisreplicaset.operator.sim.Messages.OfClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// The ordinary clients of one process: what runs, what waits, and which replies are held back for the quorum.
final class ClientSide {
    private static final String READONLY = "READONLY this node follows another one";

    /// A reply, and the offset of the history when it was made.
    private record Held(Client client, int value, boolean byMaster, long offset, long deadline) {}

    private final Sim sim;
    private final NodeProcess node;
    private final List<Client> clients = new ArrayList<>();
    private final Deque<Held> held = new ArrayDeque<>();
    private boolean writesAreHeld;

    ClientSide(Sim sim, NodeProcess node) {
        this.sim = sim;
        this.node = node;
    }

    Wire.End<OfClient> accept(Wire<OfClient> wire) {
        Client client = new Client(wire);
        clients.add(client);
        return client;
    }

    /// Whether anybody here could still take this node for a master that has yet to answer.
    boolean hasWaiting() {
        return !held.isEmpty() || clients.stream().anyMatch(client -> client.parked.isPresent());
    }

    /// Whether somebody is still connected that this node has served as master.
    boolean hasMastersClients() {
        return clients.stream().anyMatch(client -> client.wasServedByMaster);
    }

    /// The process is about to end.
    void holdWrites() {
        writesAreHeld = true;
    }

    // ------------------------------------------------------------------ commands

    private void admit(Client client, OfClient.Command command) {
        if (command.isWrite() && node.upstream().isFollowing()) {
            client.answer(new OfClient.Refused(READONLY));
        } else if (writesAreHeld && command.isWrite()) {
            client.parked = Optional.of(command);
        } else if (node.now() < node.membership().writesOpenUntilNanos()) {
            execute(client, command);
        } else if (!command.isWrite()) {
            readOrPark(client, command);
        } else {
            switch (node.membership().writeVerdict(node.now())) {
                case WriteVerdict.Execute() -> execute(client, command);
                case WriteVerdict.Park() -> client.parked = Optional.of(command);
                case WriteVerdict.Refuse(String error) -> client.answer(new OfClient.Refused(error));
            }
        }
    }

    private void readOrPark(Client client, OfClient.Command command) {
        if (node.membership().readsAreParked()) {
            client.parked = Optional.of(command);
        } else {
            execute(client, command);
        }
    }

    private void execute(Client client, OfClient.Command command) {
        if (command.isWrite()) {
            node.execute(command.id(), sim.writeBytes());
        }
        client.wasServedByMaster |= node.isMaster();
        Entry end = node.data().end();
        long deadline = node.now() + sim.settings().quorumMillis() * VirtualTime.MS;
        Held reply = new Held(client, end.lastWrite(), node.isMaster(), end.endOffset(), deadline);
        if (node.membership().repliesReleasedUpToOffset() >= end.endOffset()) {
            answer(reply);
        } else {
            held.addLast(reply);
        }
    }

    private void answer(Held reply) {
        long epoch = node.membership().heartbeatAnswer().epoch();
        reply.client().answer(new OfClient.Done(reply.value(), reply.byMaster(), epoch));
    }

    // ------------------------------------------------------------------ what is held

    void release() {
        long offset = node.membership().repliesReleasedUpToOffset();
        for (Held first = held.peekFirst(); first != null && first.offset() <= offset; first = held.peekFirst()) {
            held.removeFirst();
            answer(first);
        }
    }

    void endOfTurn() {
        release();
        for (Client client : List.copyOf(clients)) {
            Optional<OfClient.Command> waiting = client.parked;
            if (waiting.isPresent() && !parks(waiting.get())) {
                client.parked = Optional.empty();
                admit(client, waiting.get());
            }
        }
        release();
        for (Held first = held.peekFirst(); first != null && first.deadline() < node.now(); first = held.peekFirst()) {
            first.client().close();
        }
    }

    private boolean parks(OfClient.Command command) {
        if (writesAreHeld && command.isWrite()) {
            return true;
        }
        return node.now() >= node.membership().writesOpenUntilNanos()
                && (node.membership().readsAreParked()
                        || node.membership().writeVerdict(node.now()) instanceof WriteVerdict.Park);
    }

    long nextDeadlineNanos() {
        Held first = held.peekFirst();
        return first == null ? Long.MAX_VALUE : first.deadline() + 1;
    }

    /// What was parked was not executed and is answered so; what was executed is never answered; all are let go.
    void drop(String error) {
        if (!clients.isEmpty()) {
            node.tell("drops", clients.size(), "clients");
        }
        for (Client client : List.copyOf(clients)) {
            if (client.parked.isPresent()
                    && held.stream().noneMatch(each -> each.client().equals(client))) {
                client.answer(new OfClient.Refused(error));
            }
            client.close();
        }
    }

    void processEnded(boolean closesConnections) {
        for (Client client : clients) {
            if (closesConnections) {
                client.wire.closeAsServer();
            } else {
                client.wire.vanishAsServer();
            }
        }
        clients.clear();
        held.clear();
    }

    private final class Client implements Wire.End<OfClient> {
        private final Wire<OfClient> wire;
        private Optional<OfClient.Command> parked = Optional.empty();
        private boolean wasServedByMaster;

        Client(Wire<OfClient> wire) {
            this.wire = wire;
        }

        void answer(OfClient reply) {
            wire.sendAsServer(reply);
        }

        void close() {
            forget();
            wire.closeAsServer();
        }

        private void forget() {
            clients.remove(this);
            for (Iterator<Held> each = held.iterator(); each.hasNext(); ) {
                if (each.next().client().equals(this)) {
                    each.remove();
                }
            }
        }

        @Override
        public void received(OfClient message) {
            node.turn(() -> {
                if (clients.contains(this) && message instanceof OfClient.Command command) {
                    admit(this, command);
                }
            });
        }

        @Override
        public void closed() {
            node.turn(this::forget);
        }
    }
}
