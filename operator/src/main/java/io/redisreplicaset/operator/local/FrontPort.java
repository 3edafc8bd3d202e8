package io.redisreplicaset.operator.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A port that leads to nodes, as a Service does: to the master, or to the replicas in turn.
///
/// A connection that comes while nobody serves waits for a moment: a client that comes back during a failover is served
/// by the new master and sees no error. A connection to a node that serves no more is closed. Bytes pass unread.
final class FrontPort implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int CONNECT_MILLIS = 1000;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MAX_CONNECTIONS = 10_000;

    private final ServerSocket server;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicInteger next = new AtomicInteger();
    private final Map<Passage, Integer> open = new ConcurrentHashMap<>();
    private List<Integer> targets = List.of();

    private record Passage(Socket client, Socket node) {
        void close() {
            closeQuietly(client);
            closeQuietly(node);
        }
    }

    private FrontPort(ServerSocket server) {
        this.server = server;
    }

    /// @throws LocalProblem the port is taken
    static FrontPort open(int port, String option) throws LocalProblem {
        try {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
            FrontPort front = new FrontPort(server);
            Thread.ofVirtual().name("port-" + port).start(front::accept);
            return front;
        } catch (IOException taken) {
            throw new LocalProblem(
                    "port " + port + " cannot be used: " + taken.getMessage() + "; choose another one with " + option,
                    taken);
        }
    }

    /// From here on it leads to the nodes at these ports; connections to others are closed.
    void leadTo(List<Integer> ports) {
        lock.lock();
        try {
            if (targets.equals(ports)) {
                return;
            }
            targets = List.copyOf(ports);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        open.forEach((passage, port) -> {
            if (!ports.contains(port)) {
                passage.close();
            }
        });
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (open.size() >= MAX_CONNECTIONS) {
                    closeQuietly(client);
                } else {
                    Thread.ofVirtual().start(() -> serve(client));
                }
            } catch (IOException closed) {
                // By #close, or one connection that was gone before it was taken.
            }
        }
    }

    private void serve(Socket client) {
        try {
            int port = awaitTarget();
            if (port == 0) {
                closeQuietly(client);
                return;
            }
            Socket node = new Socket();
            node.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            node.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            Passage passage = new Passage(client, node);
            open.put(passage, port);
            if (!isTarget(port)) {
                passage.close();
            }
            Thread.ofVirtual().start(() -> requests(passage));
            replies(passage);
        } catch (IOException unreachable) {
            closeQuietly(client);
        } catch (InterruptedException wanted) {
            closeQuietly(client);
            Thread.currentThread().interrupt();
        }
    }

    private boolean isTarget(int port) {
        lock.lock();
        try {
            return targets.contains(port);
        } finally {
            lock.unlock();
        }
    }

    /// @return the port of a node, or 0 where nobody served for too long
    private int awaitTarget() throws InterruptedException {
        long nanos = PATIENCE.toNanos();
        lock.lockInterruptibly();
        try {
            while (targets.isEmpty() && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return targets.isEmpty() ? 0 : targets.get(Math.floorMod(next.getAndIncrement(), targets.size()));
        } finally {
            lock.unlock();
        }
    }

    private static void requests(Passage passage) {
        try {
            pump(passage.client(), passage.node());
            // What was asked is still answered.
            passage.node().shutdownOutput();
        } catch (IOException over) {
            passage.close();
        }
    }

    private void replies(Passage passage) {
        try {
            pump(passage.node(), passage.client());
        } catch (IOException over) {
            // The end of it, as any other.
        } finally {
            passage.close();
            open.remove(passage);
        }
    }

    private static void pump(Socket from, Socket to) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            out.write(buffer, 0, length);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // It is closed either way.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException alreadyClosed) {
            // Nothing is accepted any more either way.
        }
        open.keySet().forEach(Passage::close);
    }
}
