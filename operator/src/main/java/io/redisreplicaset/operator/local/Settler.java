package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.coordinator.SetCoordinator;
import io.redisreplicaset.operator.coordinator.SteadyClock;
import io.redisreplicaset.operator.topology.Action;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The thread that looks after a set: it settles whenever there is a reason to, and leaves a paused set alone.
final class Settler {
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration WHILE_PAUSED = Duration.ofSeconds(60);

    private final LocalSet local;
    private final SteadyClock clock;
    private final Semaphore wakes = new Semaphore(0);
    private final SetCoordinator coordinator;
    private final Thread thread;
    private String lastFailure = "";
    private volatile boolean isStopped;
    private volatile @Nullable RuntimeException failure;

    Settler(LocalSet local, SteadyClock clock) {
        this.local = local;
        this.clock = clock;
        String id = "local-" + ProcessHandle.current().pid() + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        this.coordinator = new SetCoordinator(id, local, clock, wakes::release);
        this.thread = Thread.ofVirtual().name("settler").unstarted(this::run);
    }

    void start() {
        local.whenChanged(coordinator::tellNews);
        thread.start();
    }

    /// Our own bug, which has ended the thread; empty while it runs.
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    private void run() {
        try {
            Instant next = clock.instant();
            while (!isStopped) {
                boolean _ = wakes.tryAcquire(millisUntil(next), TimeUnit.MILLISECONDS);
                wakes.drainPermits();
                if (!isStopped) {
                    next = settle();
                }
            }
        } catch (InterruptedException wanted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            failure = bug;
        }
    }

    private long millisUntil(Instant next) {
        return Math.max(0, Duration.between(clock.instant(), next).toMillis() + 1);
    }

    private Instant settle() throws InterruptedException {
        try {
            if (local.isPaused()) {
                local.reportPaused();
                return clock.instant().plus(WHILE_PAUSED);
            }
            Instant next = coordinator.settle();
            lastFailure = "";
            return next;
        } catch (UncheckedIOException failed) {
            complain(String.valueOf(failed.getMessage()));
            return clock.instant().plus(AFTER_FAILURE);
        }
    }

    /// Once, and not at each try.
    private void complain(String failure) {
        if (!failure.equals(lastFailure)) {
            local.tell(Action.emit(Reason.RECONCILE_FAILED, failure));
        }
        lastFailure = failure;
    }

    /// Sends the thread away, also out of an attempt, and waits until it is gone.
    void stop() throws InterruptedException {
        isStopped = true;
        coordinator.close();
        wakes.release();
        thread.join();
    }
}
