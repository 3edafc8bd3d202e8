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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// A port that leads to nodes, as a Service does: to the master, or to the replicas in turn.
///
/// A connection that comes while nobody serves waits for a moment: a client that comes back during a failover is served
/// by the new master and sees no error. A connection to a node that serves no more is closed. Bytes pass unread.
final class FrontPort implements AutoCloseable {
    /// A node that refuses connections is gone, and its label not yet: somebody else may have it in a moment.
    private static final Duration RETRY = Duration.ofMillis(20);

    /// Where no connection can be taken, as when there are no file handles left.
    private static final Duration EXHAUSTED = Duration.ofMillis(50);

    /// Time enough for a thread that has nothing more to do than to end.
    private static final Duration END = Duration.ofSeconds(5);

    private static final int CONNECT_MILLIS = 1000;
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int MAX_CONNECTIONS = 10_000;
    private static final int BACKLOG = 512;

    private final ServerSocket server;
    private final Duration patience;
    private final Thread acceptor;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicInteger next = new AtomicInteger();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Map<Passage, Integer> passages = new ConcurrentHashMap<>();
    private List<Integer> targets = List.of();

    private record Passage(Socket client, Socket node) {
        void close() {
            closeQuietly(client);
            closeQuietly(node);
        }
    }

    private FrontPort(ServerSocket server, Duration patience) {
        this.server = server;
        this.patience = patience;
        acceptor = Thread.ofVirtual().name("port-" + server.getLocalPort()).unstarted(this::accept);
    }

    /// @param option what the user may choose another port with
    /// @param patience how long a connection waits for somebody who serves it
    /// @throws LocalProblem the port is taken
    static FrontPort open(int port, String option, Duration patience) throws LocalProblem {
        try {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            FrontPort front = new FrontPort(server, patience);
            front.acceptor.start();
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
        passages.forEach((passage, port) -> {
            if (!ports.contains(port)) {
                passage.close();
            }
        });
    }

    /// How many clients are connected, those that wait included.
    int connections() {
        return clients.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (clients.size() >= MAX_CONNECTIONS) {
                    closeQuietly(client);
                } else {
                    clients.add(client);
                    Thread.ofVirtual().start(() -> serve(client));
                }
            } catch (IOException notTaken) {
                if (!server.isClosed()) {
                    LockSupport.parkNanos(EXHAUSTED.toNanos());
                }
            }
        }
    }

    private void serve(Socket client) {
        try {
            Optional<Passage> passage = connect(client);
            if (passage.isPresent()) {
                Thread.ofVirtual().start(() -> requests(passage.get()));
                replies(passage.get());
            }
        } catch (IOException gone) {
            // The end of it, as any other.
        } catch (InterruptedException wanted) {
            Thread.currentThread().interrupt();
        } finally {
            closeQuietly(client);
            clients.remove(client);
        }
    }

    /// @return empty where nobody served for too long
    private Optional<Passage> connect(Socket client) throws IOException, InterruptedException {
        client.setTcpNoDelay(true);
        long deadline = System.nanoTime() + patience.toNanos();
        for (int port = awaitTarget(deadline); port != 0; port = awaitTarget(deadline)) {
            Socket node = new Socket();
            try {
                node.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
                node.setTcpNoDelay(true);
            } catch (IOException refused) {
                closeQuietly(node);
                awaitLossOf(port, Math.min(RETRY.toNanos(), deadline - System.nanoTime()));
                continue;
            }
            Passage passage = new Passage(client, node);
            passages.put(passage, port);
            if (!isTarget(port) || server.isClosed()) {
                passage.close();
            }
            return Optional.of(passage);
        }
        return Optional.empty();
    }

    private boolean isTarget(int port) {
        lock.lock();
        try {
            return targets.contains(port);
        } finally {
            lock.unlock();
        }
    }

    /// @return the port of a node, or 0 where time is up
    private int awaitTarget(long deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = deadline - System.nanoTime();
            while (targets.isEmpty() && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return targets.isEmpty() || nanos <= 0
                    ? 0
                    : targets.get(Math.floorMod(next.getAndIncrement(), targets.size()));
        } finally {
            lock.unlock();
        }
    }

    /// Until it leads there no more, or for a moment.
    private void awaitLossOf(int port, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (targets.contains(port) && left > 0) {
                left = changed.awaitNanos(left);
            }
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

    private void replies(Passage passage) throws IOException {
        try {
            pump(passage.node(), passage.client());
        } finally {
            passage.close();
            passages.remove(passage);
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

    /// The port is free when this returns.
    @Override
    public void close() {
        try {
            server.close();
            // A virtual thread that accepts is what gives the port back, when it is next run.
            acceptor.join(END);
        } catch (IOException alreadyClosed) {
            // Nothing is accepted any more either way.
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        // Those that wait find their socket closed when they are served.
        passages.keySet().forEach(Passage::close);
        clients.forEach(FrontPort::closeQuietly);
    }
}
