package io.redisreplicaset.datanode.wire;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.params.GetExParams;
import redis.clients.jedis.params.SetParams;

/// Changes of every kind that both programs know, drawn from a seed: what a replica must follow exactly.
final class Traffic {
    private static final int KEYS = 500;
    private static final int PIPELINED = 500;
    private static final int DATABASES = 4;

    private final long seed;
    private final Random random;

    Traffic(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    static Traffic random() {
        return new Traffic(System.nanoTime());
    }

    /// Runs so many commands, and more that frame them.
    void run(Server server, int commands) {
        try (Jedis client = server.client()) {
            int left = commands;
            while (left > 0) {
                int some = Math.min(left, PIPELINED);
                client.select(random.nextInt(DATABASES));
                try (Pipeline pipeline = client.pipelined()) {
                    for (int i = 0; i < some; i++) {
                        one(pipeline);
                    }
                }
                if (random.nextInt(4) == 0) {
                    transaction(client);
                }
                left -= some;
            }
        }
    }

    private void transaction(Jedis client) {
        var transaction = client.multi();
        for (int i = random.nextInt(3); i >= 0; i--) {
            transaction.set(key(), "in a transaction " + i);
            transaction.incr("counter:" + random.nextInt(10));
        }
        transaction.exec();
    }

    private String key() {
        return "key:" + random.nextInt(KEYS);
    }

    private String value() {
        return switch (random.nextInt(4)) {
            case 0 -> Integer.toString(random.nextInt());
            case 1 -> "word ".repeat(random.nextInt(50));
            case 2 -> Long.toString(random.nextLong(), 36);
            default -> new String(noise(), StandardCharsets.ISO_8859_1);
        };
    }

    private byte[] noise() {
        byte[] noise = new byte[random.nextInt(2000)];
        random.nextBytes(noise);
        return noise;
    }

    private void one(Pipeline pipeline) {
        switch (random.nextInt(18)) {
            case 0, 1, 2, 3, 4 -> pipeline.set(key(), value());
            case 5 -> pipeline.append(key(), value());
            case 6 -> pipeline.del(key());
            case 7 -> pipeline.incrBy("counter:" + random.nextInt(10), random.nextInt(1000));
            case 8 -> pipeline.incrByFloat("fraction:" + random.nextInt(10), random.nextInt(1000) / 8.0);
            // Far enough away that nothing expires while two servers are compared.
            case 9 -> pipeline.set(key(), value(), SetParams.setParams().ex(1000 + random.nextInt(100000)));
            case 10 -> pipeline.expire(key(), 1000 + random.nextInt(100000));
            case 11 -> pipeline.persist(key());
            case 12 -> pipeline.setrange(key(), random.nextInt(100), "range");
            case 13 -> pipeline.getEx(key(), GetExParams.getExParams().ex(5000));
            case 14 -> pipeline.getDel(key());
            case 15 -> pipeline.mset(key(), value(), key(), value());
            case 16 -> pipeline.copy(key(), key(), true);
            default -> pipeline.move(key(), random.nextInt(DATABASES));
        }
    }

    @Override
    public String toString() {
        return "seed " + seed;
    }
}
