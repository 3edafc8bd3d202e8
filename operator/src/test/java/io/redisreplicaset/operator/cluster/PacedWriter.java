package io.redisreplicaset.operator.cluster;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/// One client that writes keys, each once, for as long as it is open, and remembers which were acknowledged and when.
/// It
/// does what an ordinary client does on an error: it connects again.
final class PacedWriter implements AutoCloseable {
    private static final Duration PACE = Duration.ofMillis(2);
    private static final Duration RETRY = Duration.ofMillis(10);
    private static final int CONNECT_MILLIS = 250;

    /// Longer than a switchover may hold a write.
    private static final int REPLY_MILLIS = 6_000;

    private final HostAndPort door;
    private final String password;
    private final List<String> acknowledged = new ArrayList<>();
    private final AtomicBoolean isOpen = new AtomicBoolean(true);
    private final Thread thread;
    private long lastAckNanos = System.nanoTime();
    private long longestGapNanos;

    PacedWriter(HostAndPort door, String password) {
        this.door = door;
        this.password = password;
        this.thread = Thread.ofPlatform().name("writer").start(this::write);
    }

    private void write() {
        Jedis connection = null;
        try {
            for (int i = 0; isOpen.get(); i++) {
                String key = "written:" + i;
                try {
                    connection = connection == null ? connect() : connection;
                    connection.set(key, String.valueOf(i));
                    acknowledge(key);
                    Thread.sleep(PACE);
                } catch (JedisException failed) {
                    // Its outcome is unknown; this key is not written again.
                    close(connection);
                    connection = null;
                    Thread.sleep(RETRY);
                }
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } finally {
            close(connection);
        }
    }

    private static void close(@Nullable Jedis connection) {
        if (connection != null) {
            connection.close();
        }
    }

    private Jedis connect() {
        Jedis connection = new Jedis(
                door,
                DefaultJedisClientConfig.builder()
                        .password(password)
                        .connectionTimeoutMillis(CONNECT_MILLIS)
                        .socketTimeoutMillis(REPLY_MILLIS)
                        .build());
        connection.connect();
        return connection;
    }

    private synchronized void acknowledge(String key) {
        long now = System.nanoTime();
        longestGapNanos = Math.max(longestGapNanos, now - lastAckNanos);
        lastAckNanos = now;
        acknowledged.add(key);
    }

    synchronized int acknowledgedCount() {
        return acknowledged.size();
    }

    /// The longest time without an acknowledgement since the last call, the running one included.
    synchronized Duration takeLongestGap() {
        Duration gap = Duration.ofNanos(Math.max(longestGapNanos, System.nanoTime() - lastAckNanos));
        longestGapNanos = 0;
        return gap;
    }

    /// Ends, and asks the master of now for every key that was acknowledged.
    ///
    /// @return those that it does not have
    List<String> lost() {
        close();
        List<String> lost = new ArrayList<>();
        try (Jedis connection = awaitConnection()) {
            for (String key : acknowledged) {
                if (!connection.exists(key)) {
                    lost.add(key);
                }
            }
        }
        return lost;
    }

    /// The Service may lead nowhere for a moment.
    private Jedis awaitConnection() {
        return await("the master at " + door)
                .atMost(UserSet.PATIENCE)
                .ignoreException(JedisConnectionException.class)
                .until(this::connect, Jedis::isConnected);
    }

    @Override
    public void close() {
        isOpen.set(false);
        try {
            thread.join();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}
