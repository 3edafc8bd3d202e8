package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redisreplicaset.datanode.server.NodeProcess;
import io.redisreplicaset.datanode.server.NodeProcess.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/// A configuration that was written for Redis.
final class RedisConfIT {
    /// What the tests give, and not the program.
    private static final Set<String> GIVEN =
            Set.of("port", "dir", "save", "repl-diskless-sync-delay", "bind", "logfile");

    /// As Debian's package brings it.
    private static final Path STOCK = Path.of("/etc/redis/redis.conf");

    @TempDir
    private Path folder;

    @Test
    void the_one_that_comes_with_redis_starts_a_node() throws IOException {
        assumeTrue(Files.isReadable(STOCK), "no redis.conf of Debian's package that this user may read");
        Path conf = Files.copy(STOCK, folder.resolve("redis.conf"));
        String[] inTheForeground = {"--daemonize", "no", "--logfile", "", "--pidfile", ""};

        try (NodeProcess node =
                        NodeProcess.serving(Wish.in(folder, inTheForeground).withConfigFile(conf));
                Wire wire = node.wire()) {
            assertThat(wire.say("SET", "key", "value")).isEqualTo("OK");
            assertThat(node.log()).doesNotContain("no effect");
        }
    }

    @Test
    void every_directive_has_the_default_that_redis_gives_it() throws IOException {
        try (Server redis = Program.REDIS.start(folder, "redis");
                Server node = Program.NODE.start(folder, "node")) {
            Map<String, String> expected = directives(redis);
            Map<String, String> found = directives(node);
            found.keySet().retainAll(expected.keySet());
            expected.keySet().retainAll(found.keySet());

            assertThat(found).hasSizeGreaterThan(100).containsExactlyEntriesOf(expected);
        }
    }

    private static Map<String, String> directives(Server server) {
        try (Jedis client = server.client()) {
            Map<String, String> values = new TreeMap<>(client.configGet("*"));
            values.keySet().removeAll(GIVEN);
            return values;
        }
    }
}
