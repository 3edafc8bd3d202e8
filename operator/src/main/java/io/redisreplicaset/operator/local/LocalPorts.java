package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.api.Bounds;
import io.redisreplicaset.operator.node.NodeConnection;
import io.redisreplicaset.operator.node.RespReply;
import io.redisreplicaset.operator.node.StatusMap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

    private static final Duration LOOK = Duration.ofMillis(100);

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
        List<Integer> taken = taken(replicas);
        if (taken.stream().anyMatch(port -> isOurs(port, setId))) {
            display.say("Waiting for the nodes of an earlier run to end");
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!taken.isEmpty()
                    && System.nanoTime() < deadline
                    && !stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                taken = taken(replicas);
            }
        }
        if (!taken.isEmpty() && stopping.getCount() > 0) {
            throw new LocalProblem("ports for the nodes are taken: "
                    + String.join(", ", taken.stream().map(String::valueOf).toList())
                    + "; choose others with --node-port");
        }
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

    private static boolean isOurs(int port, String setId) {
        try (NodeConnection connection = NodeConnection.open(LocalSet.HOST, port, Optional.empty(), QUESTION)) {
            RespReply reply = connection.call(QUESTION, List.of("REPLICASET", "STATUS"));
            return StatusMap.of(reply).text("setId").equals(setId);
        } catch (IOException | StatusMap.MissingField another) {
            return false;
        }
    }
}
