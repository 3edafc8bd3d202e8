package io.redisreplicaset.operator.sim;

import java.util.Comparator;
import java.util.PriorityQueue;

/// The one clock, and all that is going to happen, in order. Nobody sleeps: time goes on to the next event.
///
/// Two events of the same instant happen in the order in which they were asked for, so a run depends on nothing
/// but its seed.
final class VirtualTime {
    static final long MS = 1_000_000L;
    static final long SECOND = 1_000 * MS;

    private record Due(long at, long order, Runnable what) {}

    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private long now;
    private long order;

    long now() {
        return now;
    }

    void at(long nanos, Runnable what) {
        queue.add(new Due(Math.max(now, nanos), order++, what));
    }

    void after(long nanos, Runnable what) {
        at(now + nanos, what);
    }

    /// When the next event is; [Long#MAX_VALUE] for never.
    long nextAt() {
        Due next = queue.peek();
        return next == null ? Long.MAX_VALUE : next.at();
    }

    void runNext() {
        Due next = queue.remove();
        now = next.at();
        next.what().run();
    }

    /// Nothing happens until then.
    void idleUntil(long nanos) {
        now = Math.max(now, nanos);
    }
}
