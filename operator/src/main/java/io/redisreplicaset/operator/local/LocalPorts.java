package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.api.Bounds;
import io.redisreplicaset.operator.node.NodeConnection;
import io.redisreplicaset.operator.node.RespReply;
import io.redisreplicaset.operator.node.StatusMap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The ports of a set, seen before anything is started: what is taken is told in one line, and not by each node in its
/// own log.
final class LocalPorts {
    private static final int LAST_PORT = 65_535;
    private static final Duration QUESTION = Duration.ofMillis(300);

    /// As long as a node takes to end that has lost its supervisor.
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    /// As long as a node may say nothing while it ends: it saves its data, with its ports still open.
    private static final Duration DOUBT = Duration.ofSeconds(3);

    private static final Duration LOOK = Duration.ofMillis(100);

    private enum Holder {
        EARLIER_RUN,
        ANOTHER,
        UNKNOWN
    }

    private final LocalOptions options;

    LocalPorts(LocalOptions options) {
        this.options = options;
    }

    /// @throws LocalProblem one port would have to serve for two things, or is none
    void check() throws LocalProblem {
        int lastNode = options.nodePort(Bounds.MAX_REPLICAS - 1);
        int lastProbe = options.adminPort(Bounds.MAX_REPLICAS - 1);
        between("--port", options.masterPort(), LAST_PORT);
        between("--replica-port", options.replicaPort(), LAST_PORT);
        between("--node-port", options.firstNodePort(), LAST_PORT - (lastProbe - options.firstNodePort()));
        if (options.masterPort() == options.replicaPort()) {
            throw new LocalProblem("--port and --replica-port are both " + options.masterPort());
        }
        for (int front : List.of(options.masterPort(), options.replicaPort())) {
            boolean isANodes = (front >= options.firstNodePort() && front <= lastNode)
                    || (front >= options.adminPort(0) && front <= lastProbe);
            if (isANodes) {
                throw new LocalProblem("--node-port " + options.firstNodePort() + ": nodes use "
                        + options.firstNodePort() + " to " + lastNode + " and " + options.adminPort(0) + " to "
                        + lastProbe + ", and " + front + " leads to them");
            }
        }
    }

    private static void between(String option, int port, int last) throws LocalProblem {
        if (port < 1 || port > last) {
            throw new LocalProblem(option + ": wanted 1 to " + last + ", got " + port);
        }
    }

    /// Sees to it that the nodes can listen. Those of an earlier run that was killed are on their way out, and are
    /// waited for.
    ///
    /// @param stopping ends the wait
    /// @throws LocalProblem somebody else has them
    void claim(int replicas, String setId, Display display, CountDownLatch stopping)
            throws LocalProblem, InterruptedException {
        long began = System.nanoTime();
        Holder holder = Holder.UNKNOWN;
        List<Integer> taken = taken(replicas);
        while (!taken.isEmpty() && System.nanoTime() - began < patience(holder).toNanos()) {
            if (holder == Holder.UNKNOWN) {
                holder = holder(taken, setId);
                if (holder == Holder.EARLIER_RUN) {
                    display.say("Waiting for the nodes of an earlier run to end");
                }
            }
            if (stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            taken = taken(replicas);
        }
        if (!taken.isEmpty()) {
            throw new LocalProblem("ports for the nodes are taken: "
                    + String.join(", ", taken.stream().map(String::valueOf).toList())
                    + "; choose others with --node-port");
        }
    }

    private static Duration patience(Holder holder) {
        return switch (holder) {
            case EARLIER_RUN -> PATIENCE;
            case ANOTHER -> Duration.ZERO;
            case UNKNOWN -> DOUBT;
        };
    }

    private List<Integer> taken(int replicas) {
        List<Integer> taken = new ArrayList<>();
        for (int ordinal = 0; ordinal < replicas; ordinal++) {
            for (int port : List.of(options.nodePort(ordinal), options.adminPort(ordinal))) {
                if (isTaken(port)) {
                    taken.add(port);
                }
            }
        }
        return taken;
    }

    private static boolean isTaken(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (IOException taken) {
            return true;
        }
    }

    /// Whoever answers first tells for all: the ports are next to each other.
    private Holder holder(List<Integer> taken, String setId) {
        return taken.stream()
                .filter(port -> port < options.adminPort(0))
                .map(port -> holder(port, setId))
                .filter(holder -> holder != Holder.UNKNOWN)
                .findFirst()
                .orElse(Holder.UNKNOWN);
    }

    private static Holder holder(int port, String setId) {
        try (NodeConnection connection = NodeConnection.open(LocalSet.HOST, port, Optional.empty(), QUESTION)) {
            RespReply reply = connection.call(QUESTION, List.of("REPLICASET", "STATUS"));
            boolean isLoading = reply instanceof RespReply.Failure(String error) && error.startsWith("LOADING");
            if (isLoading) {
                return Holder.UNKNOWN;
            }
            return StatusMap.of(reply).text("setId").equals(setId) ? Holder.EARLIER_RUN : Holder.ANOTHER;
        } catch (StatusMap.MissingField | ProtocolException anotherProgram) {
            return Holder.ANOTHER;
        } catch (IOException noAnswer) {
            return Holder.UNKNOWN;
        }
    }
}
