package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.coordinator.SetCoordinator;
import io.redisreplicaset.operator.coordinator.SteadyClock;
import io.redisreplicaset.operator.topology.Action;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// One `rrs local`: from the file to the last process that has ended. [#run] belongs to one thread; [#stop] may come
/// from any.
final class LocalRun {
    /// How often the file is looked at, and the picture's ages move on.
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final LocalOptions options;
    private final Display display;
    private final SteadyClock clock;
    private final Semaphore wakes = new Semaphore(0);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean isStopping;

    LocalRun(LocalOptions options, Display display, SteadyClock clock) {
        this.options = options;
        this.display = display;
        this.clock = clock;
    }

    /// Runs the set until somebody stops it.
    ///
    /// @throws LocalProblem it cannot be run; nothing was started
    void run() throws LocalProblem, InterruptedException {
        try {
            SpecFile file = new SpecFile(options.file());
            RedisReplicaSet set = file.first();
            try (LocalFolder folder =
                    LocalFolder.open(options.folder(), set.getMetadata().getName())) {
                run(file, set, folder);
            }
        } finally {
            stopped.countDown();
        }
    }

    private void run(SpecFile file, RedisReplicaSet set, LocalFolder folder) throws LocalProblem, InterruptedException {
        StateFile state = StateFile.open(folder.stateFile());
        checkNodePorts(set.getSpec().replicas());
        try (FrontPort master = FrontPort.open(options.masterPort(), "--port");
                FrontPort replicas = FrontPort.open(options.replicaPort(), "--replica-port")) {
            LocalSet local = new LocalSet(
                    options, set, folder, state, clock, new LocalSet.Fronts(master, replicas), display::event);
            display.greet(Greeting.lines(options, set.getMetadata().getName(), folder.path()));
            runSet(file, local);
        }
    }

    private void runSet(SpecFile file, LocalSet local) throws InterruptedException {
        String id = "local-" + ProcessHandle.current().pid() + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        try (SetCoordinator coordinator = new SetCoordinator(id, local, clock, this::wake)) {
            local.whenChanged(coordinator::tellNews);
            Instant next = clock.instant();
            while (!isStopping) {
                if (hasWoken(next)) {
                    next = settle(coordinator);
                }
                if (reread(file, local)) {
                    next = clock.instant();
                }
                display.show(local.resource(), local.nodeLines());
            }
        } finally {
            new LocalStop(local, display).stop();
        }
    }

    private Instant settle(SetCoordinator coordinator) throws InterruptedException {
        try {
            return coordinator.settle();
        } catch (java.io.UncheckedIOException failed) {
            display.event(Action.emit(Reason.RECONCILE_FAILED, String.valueOf(failed.getMessage())));
            return clock.instant().plus(AFTER_FAILURE);
        }
    }

    /// Waits for something to do, but not for long.
    ///
    /// @return whether there is
    private boolean hasWoken(Instant next) throws InterruptedException {
        Duration untilNext = Duration.between(clock.instant(), next);
        Duration patience = untilNext.compareTo(LOOK) < 0 ? untilNext : LOOK;
        boolean woken = wakes.tryAcquire(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
        wakes.drainPermits();
        return woken || !next.isAfter(clock.instant());
    }

    private boolean reread(SpecFile file, LocalSet local) {
        return switch (file.read()) {
            case SpecFile.Reading.Same() -> false;
            case SpecFile.Reading.Refused(String why) -> {
                display.event(Action.emit(Reason.SPEC_REJECTED, why));
                yield false;
            }
            case SpecFile.Reading.Applied(RedisReplicaSet set) -> {
                local.apply(set);
                yield true;
            }
        };
    }

    private void wake() {
        wakes.release();
    }

    /// Ends the run, and waits until all of it has ended.
    void stop() {
        isStopping = true;
        wake();
        try {
            stopped.await();
        } catch (InterruptedException wanted) {
            Thread.currentThread().interrupt();
        }
    }

    /// A node would say it too, but in its own log, and once a second.
    private void checkNodePorts(int replicas) throws LocalProblem {
        List<String> taken = new ArrayList<>();
        for (int ordinal = 0; ordinal < replicas; ordinal++) {
            for (int port : List.of(options.nodePort(ordinal), options.adminPort(ordinal))) {
                if (isTaken(port)) {
                    taken.add(String.valueOf(port));
                }
            }
        }
        if (!taken.isEmpty()) {
            throw new LocalProblem(
                    "ports for the nodes are taken: " + String.join(", ", taken) + "; choose others with --node-port");
        }
    }

    private static boolean isTaken(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (IOException taken) {
            return true;
        }
    }
}
