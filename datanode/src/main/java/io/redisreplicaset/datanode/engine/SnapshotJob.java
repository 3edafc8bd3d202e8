package io.redisreplicaset.datanode.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.keyspace.Entry;
import io.redisreplicaset.datanode.keyspace.Snapshot;
import io.redisreplicaset.datanode.keyspace.StoredValue;
import io.redisreplicaset.datanode.persistence.rdb.RdbVisitor;
import io.redisreplicaset.datanode.persistence.rdb.RdbWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongConsumer;

/// One snapshot on its way out, in slices between the turns of the loop.
///
/// ```
///   walk over the tables ---.
///                            +--> [ waiting ] --> RdbWriter --> block --> Output
///   entry about to change --'
///
///   WALKING --all entries written--> ENDING --last block handed--> OVER
///      '----------- given up, cancelled -----------------------------^
/// ```
/// An entry goes straight to the writer where that is possible. It waits, as it was, while the output can't take
/// more, while a long value is being written, and where `rdb-key-save-delay` slows the saving down: so memory is
/// used only for what changes faster than it is taken away, and there is a bound to it. Owned by the engine's
/// thread.
public final class SnapshotJob {
    /// Where the bytes go.
    public interface Output {
        /// Whether a block may be handed over now. When this becomes true again, the loop must have a turn.
        boolean canTakeMore();

        /// Takes a block, which is the output's to release.
        void take(ByteBuf block);

        /// Every block was handed over; the snapshot is whole.
        void finished();

        /// The snapshot was given up; nothing more comes.
        void failed(String reason);
    }

    private enum State {
        WALKING,
        ENDING,
        OVER
    }

    /// An entry as it was.
    private static final class Waiting {
        final int database;
        final byte[] key;
        final StoredValue value;
        final long expireAtMillis;

        /// Memory that is kept for this alone; nothing where the tables have the entry as well.
        final long keptBytes;

        Waiting(int database, Entry entry, long expireAtMillis, long keptBytes) {
            this.database = database;
            this.key = entry.key();
            this.value = entry.value().asOfNow();
            this.expireAtMillis = expireAtMillis;
            this.keptBytes = keptBytes;
        }
    }

    /// What an entry costs beside its key and its value.
    private static final int ENTRY_OVERHEAD_BYTES = 64;

    private static final int BLOCK_BYTES = 64 * 1024;

    /// Buckets between two looks at the clock.
    private static final int BUCKETS_A_STEP = 8;

    private final Settings settings;
    private final Clock clock;
    private final ByteBufAllocator allocator;
    private final Output output;
    private final long maxWaitingBytes;
    private final RdbWriter writer;
    private final Snapshot snapshot;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final long keysToWrite;
    private long changedBytes;
    private long waitingBytes;
    private long keyDelayNanos;
    private long lastKeyNanos;
    private long keysWritten;
    private long bytesHanded;
    private State state = State.WALKING;
    private boolean isWalking;
    private boolean isOverwhelmed;

    /// Begins a snapshot of this instant.
    ///
    /// @param maxWaitingBytes if the changed entries that wait to be written get larger than this, the snapshot is
    ///     given up
    SnapshotJob(EngineCore core, ByteBufAllocator allocator, SnapshotFacts facts, Output output, long maxWaitingBytes) {
        this.settings = core.settings();
        this.clock = core.clock();
        this.allocator = allocator;
        this.output = output;
        this.maxWaitingBytes = maxWaitingBytes;
        this.writer = new RdbWriter(settings.isOn(Directives.RDB_COMPRESSION), settings.isOn(Directives.RDB_CHECKSUM));
        this.lastKeyNanos = clock.nanos();
        this.keysToWrite = core.keyspace().size();
        readKeyDelay();
        writer.begin();
        SnapshotAux.write(writer, facts, clock.unixMillis());
        this.snapshot = core.keyspace().snapshot(this::entry);
    }

    public boolean isOver() {
        return state == State.OVER;
    }

    /// Keys written so far.
    public long keysWritten() {
        return keysWritten;
    }

    /// Keys that there are in the snapshot.
    public long keysToWrite() {
        return keysToWrite;
    }

    /// Bytes handed to the output so far.
    public long bytesHanded() {
        return bytesHanded;
    }

    /// Memory of all the entries that changed before the walk came to them, whether they had to wait or not.
    public long changedBytes() {
        return changedBytes;
    }

    /// Memory of changed entries that wait to be written.
    public long waitingBytes() {
        return waitingBytes;
    }

    /// Gives the snapshot up. The output hears nothing more: whoever calls this knows why.
    public void cancel() {
        if (state != State.OVER) {
            state = State.OVER;
            snapshot.end();
            waiting.clear();
            waitingBytes = 0;
        }
    }

    /// Called from the walk, and from inside a change to the data: the snapshot must not be ended here.
    private void entry(int database, Entry entry) {
        if (isOverwhelmed) {
            return;
        }
        if (!isWalking) {
            changedBytes += bytesOf(entry);
        }
        long expireAt = entry.hasExpiry() ? entry.expireAtMillis() : RdbVisitor.NEVER;
        if (waiting.isEmpty() && !writer.hasRest() && writer.size() < BLOCK_BYTES && keyDelayNanos == 0) {
            write(database, entry.key(), entry.value(), expireAt);
            return;
        }
        Waiting later = new Waiting(database, entry, expireAt, isWalking ? 0 : bytesOf(entry));
        waiting.addLast(later);
        waitingBytes += later.keptBytes;
        isOverwhelmed = waitingBytes > maxWaitingBytes;
    }

    private static long bytesOf(Entry entry) {
        return ENTRY_OVERHEAD_BYTES + entry.key().length + entry.value().memoryBytes();
    }

    private void write(int database, byte[] key, StoredValue value, long expireAtMillis) {
        writer.database(database, snapshot.size(database), snapshot.expiringSize(database));
        writer.entry(key, value, expireAtMillis);
        keysWritten++;
        if (keyDelayNanos > 0) {
            lastKeyNanos = clock.nanos();
        }
    }

    /// For tests that need a save to take long. Read again and again, so that it can be set back while a save
    /// waits.
    private void readKeyDelay() {
        keyDelayNanos = Math.max(0, settings.whole(Directives.RDB_KEY_SAVE_DELAY_MICROS)) * 1000;
    }

    /// Goes on until the deadline, until the output has enough, or until it is done.
    void runUntil(long deadlineNanos) {
        readKeyDelay();
        while (state != State.OVER) {
            if (isOverwhelmed) {
                giveUp();
            } else if (hasBlock()) {
                if (!output.canTakeMore()) {
                    return;
                }
                handBlock();
            } else {
                long now = clock.nanos();
                if (now - deadlineNanos >= 0 || waitsForKeyDelay(now)) {
                    return;
                }
                writeSome();
            }
        }
    }

    /// Runs to the end before it returns, however long that takes, for an output that can always take more.
    ///
    /// @param pause waits so many nanoseconds
    void runToEnd(LongConsumer pause) {
        while (state != State.OVER) {
            readKeyDelay();
            if (hasBlock()) {
                handBlock();
            } else {
                long left = lastKeyNanos + keyDelayNanos - clock.nanos();
                if (keyDelayNanos > 0 && !writer.hasRest() && left > 0) {
                    pause.accept(left);
                }
                writeSome();
            }
        }
    }

    private boolean hasBlock() {
        return writer.size() >= BLOCK_BYTES || state == State.ENDING;
    }

    private boolean waitsForKeyDelay(long nowNanos) {
        return keyDelayNanos > 0 && !writer.hasRest() && nowNanos - lastKeyNanos < keyDelayNanos;
    }

    private void writeSome() {
        if (writer.hasRest()) {
            writer.writeRest(BLOCK_BYTES);
            return;
        }
        Waiting next = waiting.pollFirst();
        if (next != null) {
            waitingBytes -= next.keptBytes;
            write(next.database, next.key, next.value, next.expireAtMillis);
        } else if (walkIsOver() && waiting.isEmpty() && !writer.hasRest()) {
            writer.end();
            state = State.ENDING;
        }
    }

    private boolean walkIsOver() {
        isWalking = true;
        boolean isOver = snapshot.step(keyDelayNanos == 0 ? BUCKETS_A_STEP : 1);
        isWalking = false;
        return isOver;
    }

    private void handBlock() {
        int size = writer.size();
        ByteBuf block = allocator.buffer(size, size);
        block.writeBytes(writer.buffer(), 0, size);
        writer.drained();
        bytesHanded += size;
        boolean isLast = state == State.ENDING;
        output.take(block);
        // The output may have cancelled the job just now.
        if (isLast && state != State.OVER) {
            state = State.OVER;
            output.finished();
        }
    }

    private void giveUp() {
        String reason = "changes came faster than the snapshot could be written out: " + waitingBytes
                + " bytes of changed entries were waiting, at most " + maxWaitingBytes + " may";
        cancel();
        output.failed(reason);
    }

    /// Nanoseconds until there is something to do for this job; a very long time while its output has enough.
    long wantsTurnWithinNanos(long nowNanos) {
        if (state == State.OVER) {
            return Long.MAX_VALUE;
        }
        if (isOverwhelmed) {
            return 0;
        }
        if (hasBlock()) {
            return output.canTakeMore() ? 0 : Long.MAX_VALUE;
        }
        readKeyDelay();
        return waitsForKeyDelay(nowNanos) ? lastKeyNanos + keyDelayNanos - nowNanos : 0;
    }
}
