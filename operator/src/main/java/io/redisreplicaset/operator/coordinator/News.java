package io.redisreplicaset.operator.coordinator;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Something was learnt. Any number of threads tell it; one waits for it. News that came while nobody waited are not
/// lost, and many at once are one.
final class News {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private boolean isThere;

    void tell() {
        lock.lock();
        try {
            isThere = true;
            came.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for news, and takes them.
    ///
    /// @return whether there were any
    boolean await(Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (!isThere && nanos > 0) {
                nanos = came.awaitNanos(nanos);
            }
            boolean answer = isThere;
            isThere = false;
            return answer;
        } finally {
            lock.unlock();
        }
    }

    /// Takes what there is, without waiting.
    void take() {
        lock.lock();
        try {
            isThere = false;
        } finally {
            lock.unlock();
        }
    }

    boolean isThere() {
        lock.lock();
        try {
            return isThere;
        } finally {
            lock.unlock();
        }
    }
}
