package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.SafeEncoder;

/// A replica at the end of a slow line: as long as it takes bytes, it is waited for.
final class SlowReplicaIT {
    private static final int BYTES = 24 * 1024 * 1024;

    /// So many pieces, with a pause before each: half of them take longer than `repl-timeout`.
    private static final int PIECES = 32;

    private static final Duration PAUSE = Duration.ofMillis(150);

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest(name = "repl-diskless-sync {0}, transport {1}")
    @CsvSource({"yes,epoll", "no,epoll", "yes,io_uring", "no,io_uring", "no,nio"})
    void a_copy_may_take_longer_than_the_timeout(String diskless, String transport) throws IOException {
        try (Server master = Program.NODE.start(
                        folder,
                        "master",
                        "--repl-diskless-sync",
                        diskless,
                        "--transport",
                        transport,
                        "--repl-timeout",
                        "2",
                        // The stream begins with what the test writes, however long the copy has taken.
                        "--repl-ping-replica-period",
                        "3600");
                Jedis client = master.client();
                Wire replica = master.wire()) {
            byte[] value = new byte[BYTES];
            new Random(1).nextBytes(value);
            client.set(SafeEncoder.encode("key"), value);
            replica.say("REPLCONF", "capa", "eof", "capa", "psync2");
            replica.send("PSYNC", "?", "-1");
            assertThat(replica.readText()).startsWith("FULLRESYNC ");
            int read = 0;
            for (int i = 0; i < PIECES; i++) {
                Awaitility.await().pollDelay(PAUSE).until(() -> true);
                read += replica.readBytes(BYTES / PIECES).length;
                if (i < PIECES / 2) {
                    // Not a word from the replica: that it takes bytes is enough.
                    assertThat(client.info("replication"))
                            .containsPattern("slave0:.*,state=(send_bulk|wait_bgsave),offset=0,lag=0");
                } else {
                    // The other half may be in the kernel's hands already. Then the master waits for an ack, or for
                    // what a real replica says until it can give one.
                    replica.sendText("\n");
                }
            }
            // The rest is a header, a few facts and a checksum. Then it acks, and is online.
            replica.readBytes(BYTES - read);
            replica.everythingWithin(Duration.ofMillis(100));
            replica.send("REPLCONF", "ACK", "0");
            Awaitility.await().until(() -> client.info("replication").contains("state=online"));
            client.set("after", "value");
            assertThat(new String(replica.readBytes(23), StandardCharsets.US_ASCII))
                    .isEqualTo("*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n");
            assertThat(master.log()).doesNotContain("Disconnecting timedout replica");
        }
    }
}
