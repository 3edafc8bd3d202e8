package io.redisreplicaset.datanode.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.params.ShutdownParams;
import redis.clients.jedis.util.SafeEncoder;

/// A server as a process of its own, whichever program it is.
public interface Server extends AutoCloseable {
    Duration PATIENCE = Duration.ofSeconds(60);

    int port();

    long pid();

    String log();

    /// Waits until it has ended.
    void awaitExit();

    boolean isAlive();

    @Override
    void close();

    default Jedis client() {
        return new Jedis("127.0.0.1", port(), (int) PATIENCE.toMillis());
    }

    default Wire wire() {
        return new Wire(port());
    }

    /// Kills it, and waits until it is gone.
    default void killAtOnce() {
        try {
            signal("KILL");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitExit();
    }

    /// Ends it in good order, with its data saved.
    default void shutDown() {
        try (Jedis client = client()) {
            client.shutdown(ShutdownParams.shutdownParams().save());
        } catch (JedisConnectionException gone) {
            // That is the answer.
        }
        awaitExit();
    }

    /// @param name such as `TERM`
    default void signal(String name) throws IOException {
        ProcessSignal.send(pid(), name);
    }

    default void awaitLog(String phrase) {
        Awaitility.await("log of the server: " + phrase)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> log().contains(phrase) || !isAlive());
        if (!log().contains(phrase)) {
            throw new AssertionError("no '" + phrase + "' in the log:\n" + log());
        }
    }

    /// DEBUG DIGEST: the same where the data is the same, in either program.
    default String digest() {
        try (Jedis client = client()) {
            return new String(
                    (byte[]) client.sendCommand(() -> SafeEncoder.encode("DEBUG"), "DIGEST"),
                    StandardCharsets.US_ASCII);
        }
    }

    /// A line of INFO; `(none)` where there is none of that name.
    default String info(String name) {
        try (Jedis client = client()) {
            return client.info()
                    .lines()
                    .filter(line -> line.startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1))
                    .findFirst()
                    .orElse("(none)");
        }
    }

    default void awaitInfo(String name, String value) {
        Awaitility.await(name + " is " + value)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> info(name).equals(value));
    }

    /// Makes it a replica of the other.
    default void follow(Server master) {
        try (Jedis client = client()) {
            client.replicaof("127.0.0.1", master.port());
        }
    }

    /// Waits until it has all that its master has.
    default void awaitSyncedWith(Server master) {
        awaitInfo("master_link_status", "up");
        Awaitility.await("replica at the offset of its master")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> info("master_repl_offset").equals(master.info("master_repl_offset")));
    }
}
