package io.redisreplicaset.operator.sim;

import java.util.ArrayDeque;
import java.util.Deque;

/// One direction of a connection: everything arrives, in order, and waits while the way is cut.
final class Lane {
    private record Parcel(long at, Runnable arrival) {}

    private final Network network;
    private final String from;
    private final String to;
    private final Deque<Parcel> parcels = new ArrayDeque<>();
    private long lastAt;

    Lane(Network network, String from, String to) {
        this.network = network;
        this.from = from;
        this.to = to;
    }

    void send(Runnable arrival) {
        lastAt = Math.max(lastAt, network.time().now() + network.latency());
        parcels.addLast(new Parcel(lastAt, arrival));
        network.time().at(lastAt, this::deliver);
    }

    /// Hands over what is due.
    void deliver() {
        for (Parcel first = parcels.peekFirst();
                first != null && first.at() <= network.time().now();
                first = parcels.peekFirst()) {
            if (network.isCut(from, to)) {
                network.waits(this);
                return;
            }
            parcels.removeFirst();
            first.arrival().run();
        }
    }
}
