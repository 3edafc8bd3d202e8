package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.node.NodeConnection;
import io.redisreplicaset.operator.node.NodeTalk;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/// Sets one new key after the other, and knows which of them were answered with OK. What was answered otherwise, or not
/// at all, is unknown and counts as nothing.
final class Writer {
    private static final long BETWEEN_TRIES_NANOS = 2_000_000;

    private final int port;
    private final String prefix;
    private final List<String> accepted = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean ends;

    Writer(int port, String prefix) {
        this.port = port;
        this.prefix = prefix;
        this.thread = Thread.ofPlatform().daemon().name("writer").start(this::write);
    }

    private void write() {
        int number = 0;
        while (!ends) {
            try (NodeConnection connection = NodeTalk.open(port)) {
                while (!ends) {
                    String key = prefix + ":" + number++;
                    String reply = NodeTalk.ask(connection, "SET", key, key);
                    if (!reply.equals("OK")) {
                        throw new IOException(reply);
                    }
                    accepted.add(key);
                }
            } catch (IOException unknown) {
                LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
            }
        }
    }

    int accepted() {
        return accepted.size();
    }

    /// Ends it.
    ///
    /// @return the keys that were answered with OK and are not there
    List<String> lost() throws IOException, InterruptedException {
        stop();
        try (NodeConnection connection = NodeTalk.open(port)) {
            List<String> lost = new CopyOnWriteArrayList<>();
            for (String key : accepted) {
                if (!NodeTalk.ask(connection, "GET", key).equals(key)) {
                    lost.add(key);
                }
            }
            return lost;
        }
    }

    void stop() throws InterruptedException {
        ends = true;
        thread.join();
    }
}
