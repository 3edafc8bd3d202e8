package io.redisreplicaset.operator.coordinator;

import io.redisreplicaset.operator.coordinator.NodeStatusReader.Reading;
import io.redisreplicaset.operator.node.NodeConnection;
import io.redisreplicaset.operator.node.RespReply;
import io.redisreplicaset.operator.topology.Address;
import io.redisreplicaset.operator.topology.Deadlines;
import io.redisreplicaset.operator.topology.Fact;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What one coordinator knows of one node at one address, and the way to it.
///
/// One connection carries questions and commands, one at a time, each with a deadline; a [NodeWatch] on another one
/// tells when to ask. Any thread may call; [#status] and [#refusal] never block.
final class NodeLink implements AutoCloseable {
    private final String name;
    private final Address address;
    private final SetRuntime runtime;
    private final InstantSource clock;
    private final Runnable news;
    private final NodeWatch watch;

    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable NodeConnection connection;
    private volatile Fact<NodeStatus> status;
    private volatile Optional<Refusal> refusal = Optional.empty();
    private volatile boolean wasAsked;
    private volatile boolean isClosed;

    /// @param poll how often it is asked where it says nothing by itself
    /// @param news told when something is known that may change a decision
    NodeLink(String name, Address address, SetRuntime runtime, Duration poll, InstantSource clock, Runnable news) {
        this.name = name;
        this.address = address;
        this.runtime = runtime;
        this.clock = clock;
        this.news = news;
        this.status = new Fact.Unknown<>("it was not asked yet", clock.instant());
        this.watch = new NodeWatch(this, poll, news);
    }

    void start() {
        watch.start("watch-" + name);
    }

    String name() {
        return name;
    }

    Address address() {
        return address;
    }

    Fact<NodeStatus> status() {
        return status;
    }

    Optional<Refusal> refusal() {
        return refusal;
    }

    /// Whether its status is more than "not asked yet".
    boolean wasAsked() {
        return wasAsked;
    }

    boolean isClosed() {
        return isClosed;
    }

    NodeConnection open() throws IOException {
        return NodeConnection.open(address.host(), address.port(), runtime.password(), Deadlines.COMMAND);
    }

    /// Asks for the status.
    void ask() {
        run(NodeCommand.STATUS);
    }

    /// Runs a command. Whatever comes of it is known afterwards.
    void run(NodeCommand command) {
        turn.lock();
        try {
            if (isClosed) {
                return;
            }
            Instant sent = clock.instant();
            try {
                settle(command, call(command), sent);
                runtime.asked(true, Duration.between(sent, clock.instant()));
            } catch (IOException unreachable) {
                runtime.asked(false, Duration.between(sent, clock.instant()));
                disconnect();
                learn(new Fact.Unknown<>(String.valueOf(unreachable.getMessage()), sent));
            }
        } finally {
            turn.unlock();
        }
    }

    private RespReply call(NodeCommand command) throws IOException {
        NodeConnection open = connection;
        if (open != null) {
            try {
                return open.call(Deadlines.COMMAND, command.words());
            } catch (IOException broken) {
                disconnect();
                if (!command.equals(NodeCommand.STATUS)) {
                    throw broken;
                }
                // It may only have closed an idle connection, or be another process by now; that is worth one look.
            }
        }
        open = open();
        connection = open;
        if (isClosed) {
            disconnect();
        }
        return open.call(Deadlines.COMMAND, command.words());
    }

    private void settle(NodeCommand command, RespReply reply, Instant sent) throws IOException {
        if (reply instanceof RespReply.Failure(String error) && !command.equals(NodeCommand.STATUS)) {
            refusal = Optional.of(new Refusal(command.name(), command.epoch(), error, clock.instant()));
            settle(NodeCommand.STATUS, call(NodeCommand.STATUS), sent);
            news.run();
            return;
        }
        if (!command.isAnsweredWithStatus()) {
            settle(NodeCommand.STATUS, call(NodeCommand.STATUS), sent);
            return;
        }
        refusal = refusal.filter(last -> !last.command().equals(command.name()));
        learn(
                switch (NodeStatusReader.read(reply, runtime.setId(), name)) {
                    case Reading.Understood(NodeStatus known) -> new Fact.Known<>(known, sent);
                    case Reading.Useless(String why) -> new Fact.Unknown<>(why, sent);
                });
    }

    private void learn(Fact<NodeStatus> fact) {
        Fact<NodeStatus> before = status;
        status = fact;
        wasAsked = true;
        if (StatusNews.differ(before, fact)) {
            news.run();
        }
    }

    private void disconnect() {
        NodeConnection open = connection;
        if (open != null) {
            open.close();
            connection = null;
        }
    }

    @Override
    public void close() {
        isClosed = true;
        watch.close();
        // Not in turn: whoever waits for a reply is woken by this.
        disconnect();
    }
}
