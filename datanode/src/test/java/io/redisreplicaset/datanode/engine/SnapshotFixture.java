package io.redisreplicaset.datanode.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.keyspace.DatasetDigest;
import io.redisreplicaset.datanode.keyspace.StringValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The engine's core with a clock that a test moves, and the snapshots on top of it.
final class SnapshotFixture {
    final FakeClock clock = new FakeClock();
    final List<String> logged = new ArrayList<>();
    final Settings settings;
    final EngineCore core;
    final SnapshotRuns runs;

    SnapshotFixture() {
        this(new Random(1), new Settings());
    }

    SnapshotFixture(RandomGenerator random, Settings settings) {
        this.settings = settings;
        this.core = new EngineCore(
                settings, clock, (level, line) -> logged.add(line), random, UnpooledByteBufAllocator.DEFAULT);
        this.runs = new SnapshotRuns(core, UnpooledByteBufAllocator.DEFAULT);
    }

    void set(int database, String key, String value) {
        core.keyspace().database(database).put(bytes(key), StringValue.of(bytes(value)));
    }

    String get(int database, String key) {
        var entry = core.keyspace().database(database).find(bytes(key));
        return entry == null
                ? "(none)"
                : switch (entry.value()) {
                    case StringValue string ->
                        new String(string.bytes(), 0, string.length(), StandardCharsets.ISO_8859_1);
                };
    }

    String digest() {
        return DatasetDigest.ofAll(core.keyspace());
    }

    /// Turns of the loop until no snapshot is being written any more.
    void runToEnd() {
        while (runs.writing() > 0) {
            turn();
        }
    }

    void turn() {
        runs.endOfTurn(clock.nanos());
    }

    /// A snapshot of this instant, written at once.
    byte[] snapshot(SnapshotFacts facts) {
        Collected output = new Collected();
        runs.write(facts, output);
        runToEnd();
        return output.bytes();
    }

    /// Loads a snapshot into the data, which must be empty.
    SnapshotLoad load(byte[] snapshot, boolean dropsExpired) {
        SnapshotLoad load = runs.load(
                new SnapshotLoad.Mode(false, dropsExpired, false, snapshot.length), new SnapshotLoad.Listener() {});
        load.feed(snapshot, 0, snapshot.length);
        load.endOfBytes();
        return load;
    }

    void keySaveDelayMicros(long micros) {
        settings.set(Directives.RDB_KEY_SAVE_DELAY_MICROS, micros);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Time that passes only when it is told to, and a little whenever somebody looks.
    static final class FakeClock implements Clock {
        private static final long NANOS_A_LOOK = 1000;

        private long nanos = 1_000_000_000L;

        @Override
        public long unixMillis() {
            return 1_700_000_000_000L + nanos / 1_000_000;
        }

        @Override
        public long nanos() {
            nanos += NANOS_A_LOOK;
            return nanos;
        }

        void advanceMillis(long millis) {
            nanos += millis * 1_000_000;
        }
    }

    /// An output that keeps everything, and takes as many blocks as a test allows.
    static final class Collected implements SnapshotJob.Output {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        int blocksAllowed = Integer.MAX_VALUE;
        boolean isFinished;

        @Nullable
        String failure;

        @Override
        public boolean canTakeMore() {
            return blocksAllowed > 0;
        }

        @Override
        public void take(ByteBuf block) {
            blocksAllowed--;
            byte[] bytes = new byte[block.readableBytes()];
            block.readBytes(bytes);
            block.release();
            content.writeBytes(bytes);
        }

        @Override
        public void finished() {
            isFinished = true;
        }

        @Override
        public void failed(String reason) {
            failure = reason;
        }

        byte[] bytes() {
            return content.toByteArray();
        }
    }
}
