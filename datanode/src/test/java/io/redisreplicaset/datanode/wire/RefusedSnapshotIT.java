package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;

/// A real server that holds what this node can't: refused by name, with nothing lost.
final class RefusedSnapshotIT {
    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest(name = "repl-diskless-sync {0}, repl-diskless-load {1}")
    @CsvSource({"yes,disabled", "no,disabled", "yes,swapdb", "no,swapdb", "yes,on-empty-db"})
    void a_list_is_refused_with_its_key_and_the_old_data_stays(String diskless, String load) throws IOException {
        try (Server redis = Program.REDIS.start(folder, "redis", "--repl-diskless-sync", diskless);
                Server node = Program.NODE.start(folder, "node", "--repl-diskless-load", load);
                Jedis toRedis = redis.client();
                Jedis client = node.client()) {
            Traffic.random().run(redis, 300);
            toRedis.rpush("shopping", "milk", "bread");
            client.set("mine", "value");
            node.follow(redis);
            node.awaitLog("Internal error in RDB from MASTER");
            String line = node.log()
                    .lines()
                    .filter(each -> each.contains("Internal error in RDB from MASTER"))
                    .findFirst()
                    .orElseThrow();
            assertThat(line).contains("'shopping'").contains("list");
            // The line is logged a moment before the load is over; what is answered after it is the old data.
            assertThat(Awaitility.await()
                            .atMost(Duration.ofSeconds(10))
                            .ignoreExceptionsMatching(
                                    busy -> String.valueOf(busy.getMessage()).startsWith("LOADING "))
                            .until(() -> Optional.ofNullable(client.get("mine")), _ -> true))
                    .contains("value");
            // As soon as it can be taken, it is.
            toRedis.del("shopping");
            node.awaitSyncedWith(redis);
            assertThat(node.digest()).isEqualTo(redis.digest());
            // And in the stream: said loudly, since from here on the two differ.
            toRedis.rpush("shopping", "milk");
            node.awaitLog("== CRITICAL == This replica is sending an error to its master");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> node.info("unexpected_error_replies").equals("1"));
        }
    }
}
