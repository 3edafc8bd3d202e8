package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.coordinator.SteadyClock;
import io.redisreplicaset.operator.topology.Action;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One `rrs local`: from the file to the last process that has ended. [#run] belongs to one thread; [#stop] may come
/// from any.
final class LocalRun {
    /// How often the file is looked at, and the picture's ages move on.
    private static final Duration LOOK = Duration.ofMillis(250);

    /// Longer than it takes to see that a frozen master is gone, and to have another one.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LocalOptions options;
    private final Display display;
    private final SteadyClock clock;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    LocalRun(LocalOptions options, Display display, SteadyClock clock) {
        this.options = options;
        this.display = display;
        this.clock = clock;
    }

    /// Runs the set until somebody stops it, or nobody reads what it prints.
    ///
    /// @throws LocalProblem it cannot be run, and nothing was started; or the output is broken, and all has ended
    void run() throws LocalProblem, InterruptedException {
        try {
            LocalPorts ports = new LocalPorts(options);
            ports.check();
            SpecFile file = new SpecFile(options.file());
            RedisReplicaSet set = file.first();
            try (LocalFolder folder =
                    LocalFolder.open(options.folder(), set.getMetadata().getName())) {
                StateFile state = StateFile.open(folder.stateFile());
                ports.claim(set.getSpec().replicas(), state.state().setId(), display, stopping);
                run(file, set, folder, state);
            }
        } finally {
            stopped.countDown();
        }
    }

    private void run(SpecFile file, RedisReplicaSet set, LocalFolder folder, StateFile state)
            throws LocalProblem, InterruptedException {
        try (FrontPort master = FrontPort.open(options.masterPort(), "--port", PATIENCE);
                FrontPort replicas = FrontPort.open(options.replicaPort(), "--replica-port", PATIENCE)) {
            LocalSet local = new LocalSet(
                    options, set, folder, state, clock, new LocalSet.Fronts(master, replicas), display::event);
            local.begin();
            display.greet(Greeting.lines(options, set.getMetadata().getName(), folder.path()));
            try {
                lookAfter(file, local);
            } finally {
                new LocalStop(local, display).stop();
            }
        }
    }

    private void lookAfter(SpecFile file, LocalSet local) throws LocalProblem, InterruptedException {
        Settler settler = new Settler(local, clock);
        // The set as it was found, before anything is done about it.
        display.show(local.resource(), local.nodeLines());
        settler.start();
        try {
            while (!stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                reread(file, local);
                display.show(local.resource(), local.nodeLines());
                if (display.isBroken()) {
                    throw new LocalProblem("nobody reads what it prints any more; the set was stopped");
                }
                if (settler.failure().isPresent()) {
                    throw settler.failure().get();
                }
            }
        } finally {
            settler.stop();
        }
    }

    private void reread(SpecFile file, LocalSet local) {
        switch (file.read()) {
            case SpecFile.Reading.Same() -> {}
            case SpecFile.Reading.Refused(String why) -> display.event(Action.emit(Reason.SPEC_REJECTED, why));
            case SpecFile.Reading.Applied(RedisReplicaSet set) -> {
                boolean wasPaused = local.isPaused();
                local.apply(set);
                if (local.isPaused() != wasPaused) {
                    display.event(
                            wasPaused
                                    ? Action.emit(Reason.RESUMED, "spec.paused is false: the set is looked after again")
                                    : Action.emit(Reason.PAUSED, "spec.paused is true: the set is left alone"));
                }
            }
        }
    }

    /// Ends the run, and waits until all of it has ended.
    void stop() {
        stopping.countDown();
        try {
            stopped.await();
        } catch (InterruptedException wanted) {
            Thread.currentThread().interrupt();
        }
    }
}
