package io.redisreplicaset.datanode.transport;

import io.netty.channel.ManualIoEventLoop;
import io.redisreplicaset.datanode.engine.Clock;
import io.redisreplicaset.datanode.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The event loop whose thread owns the data.
///
/// ```
///   run: [ requests of all ready connections ] -> end of turn -> flush who was written to -> sleep until something is
/// ready
/// ```
public final class OwnerLoop {
    /// What one read may take in: enough for a deep pipeline, small enough to stay in the cache.
    static final int READ_BYTES = 64 * 1024;

    /// Sleeps no longer than this, whatever the engine says.
    private static final long MAX_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ManualIoEventLoop loop;
    private final TransportKind kind;
    private final byte[] scratch = new byte[READ_BYTES];
    private final List<Unflushed> unflushed = new ArrayList<>();
    private @Nullable Throwable failure;
    private volatile boolean isStopping;
    private final Clock clock;
    private volatile long turnNanos;

    /// Must be called on the thread that will run the loop.
    public OwnerLoop(TransportKind kind, Clock clock) {
        this.kind = kind;
        this.clock = clock;
        this.turnNanos = clock.nanos();
        this.loop = new ManualIoEventLoop(Thread.currentThread(), kind.handlers());
    }

    public TransportKind kind() {
        return kind;
    }

    public ManualIoEventLoop eventLoop() {
        return loop;
    }

    /// Runs tasks on the owner's thread, in the order in which they come; any thread may hand them over. The loop
    /// itself would only print what a task throws: this stops the node, as any fault of its own does.
    public Executor tasks() {
        return task -> loop.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException | Error fault) {
                fail(fault);
            }
        });
    }

    long nanos() {
        return clock.nanos();
    }

    /// Where a read puts its bytes for as long as they are parsed; shared, since one thread parses.
    byte[] scratch() {
        return scratch;
    }

    /// A connection that was written to.
    interface Unflushed {
        void flush();
    }

    /// A connection was written to outside of its own burst; it is flushed at the end of the turn.
    void flushLater(Unflushed connection) {
        unflushed.add(connection);
    }

    /// When the last turn ended, by the monotonic clock; any thread may ask: this is how liveness is known.
    public long lastTurnNanos() {
        return turnNanos;
    }

    /// Runs until [#stop].
    public void run(Engine engine) {
        while (!isStopping) {
            runReady(engine.maySleepNanos());
            endOfTurn(engine);
        }
        Throwable cause = failure;
        if (cause != null) {
            throw new IllegalStateException("the engine met a fault of its own", cause);
        }
        for (int i = 0; i < unflushed.size(); i++) {
            unflushed.get(i).flush();
        }
        loop.runNow();
    }

    private void runReady(long maySleepNanos) {
        if (maySleepNanos > 0) {
            loop.run(Math.min(MAX_SLEEP_NANOS, maySleepNanos));
        } else {
            // Not run(0): that waits until something arrives.
            loop.runNow();
        }
    }

    private void endOfTurn(Engine engine) {
        engine.endOfTurn();
        for (int i = 0; i < unflushed.size(); i++) {
            unflushed.get(i).flush();
        }
        unflushed.clear();
        turnNanos = clock.nanos();
    }

    /// A fault of ours was met: [#run] ends by throwing it.
    void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        isStopping = true;
    }

    /// Lets [#run] return after its present turn; any thread may call it.
    public void stop() {
        isStopping = true;
        loop.wakeup();
    }
}
