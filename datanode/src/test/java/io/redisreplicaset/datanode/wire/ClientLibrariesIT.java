package io.redisreplicaset.datanode.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.masterreplica.MasterReplica;
import io.lettuce.core.masterreplica.StatefulRedisMasterReplicaConnection;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Transaction;

/// The libraries that people use, unchanged, in both protocol versions.
final class ClientLibrariesIT {
    /// What a library grants by default, 2 s, may be too little for a node that has only just started.
    private static final int PATIENCE_MILLIS = 30_000;

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource(
            value = RedisProtocol.class,
            names = {"RESP2", "RESP3"})
    void jedis(RedisProtocol protocol) throws IOException {
        try (Server node = Program.NODE.start(folder, "node", "--requirepass", "secret");
                Jedis client = new Jedis(
                        new HostAndPort("127.0.0.1", node.port()),
                        DefaultJedisClientConfig.builder()
                                .protocol(protocol)
                                .password("secret")
                                .timeoutMillis(PATIENCE_MILLIS)
                                .clientName("a-test")
                                .database(2)
                                .build())) {
            assertThat(client.set("key", "value")).isEqualTo("OK");
            assertThat(client.get("key")).isEqualTo("value");
            assertThat(client.get("none")).isNull();
            assertThat(client.incrBy("n", 5)).isEqualTo(5);
            assertThat(client.incrByFloat("f", 1.5)).isEqualTo(1.5);
            assertThat(client.mget("key", "none", "n")).containsExactly("value", null, "5");
            Transaction transaction = client.multi();
            transaction.set("key", "other");
            transaction.get("key");
            assertThat(transaction.exec()).isEqualTo(List.of("OK", "other"));
            assertThat(client.clientGetname()).isEqualTo("a-test");
            assertThat(client.configGet("maxclients")).containsEntry("maxclients", "10000");
            assertThat(client.role()).first().asString().contains("master");
            assertThat(client.scan("0").getResult()).contains("key", "n", "f");
            pubSub(client, node, protocol);
        }
    }

    private static void pubSub(Jedis client, Server node, RedisProtocol protocol) {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        JedisPubSub listener = new JedisPubSub() {
            @Override
            public void onSubscribe(String channel, int count) {
                try (Jedis publisher = new Jedis(
                        new HostAndPort("127.0.0.1", node.port()),
                        DefaultJedisClientConfig.builder()
                                .protocol(protocol)
                                .password("secret")
                                .timeoutMillis(PATIENCE_MILLIS)
                                .build())) {
                    publisher.publish(channel, "hello");
                }
            }

            @Override
            public void onMessage(String channel, String message) {
                heard.add(channel + ":" + message);
                unsubscribe();
            }
        };
        client.subscribe(listener, "news");
        assertThat(heard).containsExactly("news:hello");
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void lettuce(ProtocolVersion protocol) throws IOException {
        try (Server node = Program.NODE.start(folder, "node", "--requirepass", "secret");
                RedisClient client = RedisClient.create(RedisURI.builder()
                        .withHost("127.0.0.1")
                        .withPort(node.port())
                        .withPassword("secret".toCharArray())
                        .withDatabase(1)
                        .withClientName("a-test")
                        .build())) {
            client.setOptions(ClientOptions.builder().protocolVersion(protocol).build());
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                var commands = connection.sync();
                assertThat(commands.set("key", "value", SetArgs.Builder.ex(100)))
                        .isEqualTo("OK");
                assertThat(commands.get("key")).isEqualTo("value");
                assertThat(commands.ttl("key")).isBetween(90L, 100L);
                assertThat(commands.incrbyfloat("f", 0.1)).isEqualTo(0.1);
                assertThat(commands.clientGetname()).isEqualTo("a-test");
                commands.multi();
                commands.set("key", "other");
                commands.get("key");
                TransactionResult result = commands.exec();
                assertThat(result.stream().toList()).isEqualTo(List.of("OK", "other"));
                assertThat(commands.info("server")).contains("redis_version:7.0");
                assertThat(commands.command()).isNotEmpty();
            }
            lettucePubSub(client);
        }
    }

    private static void lettucePubSub(RedisClient client) {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        try (StatefulRedisPubSubConnection<String, String> listener = client.connectPubSub();
                StatefulRedisConnection<String, String> publisher = client.connect()) {
            listener.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(String channel, String message) {
                    heard.add(channel + ":" + message);
                }
            });
            listener.sync().subscribe("news");
            publisher.sync().publish("news", "hello");
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !heard.isEmpty());
            assertThat(heard).containsExactly("news:hello");
        }
    }

    /// Lettuce finds the replicas by ROLE and INFO, and reads from them.
    @Test
    void lettuce_finds_master_and_replicas() throws IOException {
        try (Server master = Program.NODE.start(folder, "master");
                Server replica = Program.NODE.start(folder, "replica");
                RedisClient client = RedisClient.create()) {
            replica.follow(master);
            replica.awaitSyncedWith(master);
            try (StatefulRedisMasterReplicaConnection<String, String> connection =
                    MasterReplica.connect(client, StringCodec.UTF8, RedisURI.create("127.0.0.1", master.port()))) {
                connection.setReadFrom(ReadFrom.REPLICA);
                connection.sync().set("key", "value");
                replica.awaitSyncedWith(master);
                assertThat(connection.sync().get("key")).isEqualTo("value");
                assertThat(replica.info("keyspace_hits")).isEqualTo("1");
            }
        }
    }
}
