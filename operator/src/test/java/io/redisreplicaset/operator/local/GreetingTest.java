package io.redisreplicaset.operator.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class GreetingTest {
    @Test
    void says_where_the_set_is_and_what_to_try() {
        LocalOptions options =
                new LocalOptions(Path.of("cache.yaml"), Path.of("local-data"), 7000, 7001, 7010, Path.of("rrs-node"));

        assertThat(String.join("\n", Greeting.lines(options, "cache", Path.of("/home/me/local-data/cache"))))
                .isEqualTo("""
                        Set cache: port 7000 leads to the master, 7001 to the replicas, nodes from 7010.
                        Data and logs: /home/me/local-data/cache

                        Try, in another terminal:
                          redis-cli -p 7000 set greeting hello
                          redis-cli -p 7001 get greeting
                          redis-cli -p 7000 info replication
                          kill -9 $(redis-cli -p 7000 info server | awk -F: '/^process_id/ {print $2+0}')   # and write again
                        Save cache.yaml while it runs to change the set: replicas, topology, config.
                        Ctrl-C ends the set and keeps its data.
                        """);
    }
}
