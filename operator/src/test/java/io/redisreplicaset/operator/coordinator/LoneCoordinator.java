package io.redisreplicaset.operator.coordinator;

import io.redisreplicaset.operator.api.Durability;
import io.redisreplicaset.operator.failover.FailoverStep;
import io.redisreplicaset.operator.resource.Scene;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.SetIntent;
import io.redisreplicaset.operator.topology.SetRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// One coordinator of a [RealSet], with a thread and a clock of its own. It can be told where to die.
final class LoneCoordinator extends FakeRuntime {
    private final RealSet set;
    private final SteadyClock clock = new SteadyClock();
    private final Semaphore wakes = new Semaphore(0);
    private final SetCoordinator coordinator;
    private final Thread thread;
    private volatile boolean isDead;
    private final AtomicInteger savesToLive = new AtomicInteger(Integer.MAX_VALUE);
    private volatile boolean diesBeforeItSaves;

    LoneCoordinator(String id, RealSet set) {
        this.set = set;
        this.intent = soonSuspicious();
        this.coordinator = new SetCoordinator(id, this, clock, wakes::release);
        this.thread = Thread.ofPlatform().daemon().name(id).unstarted(this::run);
    }

    private static SetIntent soonSuspicious() {
        SetIntent usual = Scene.intent(3);
        return new SetIntent(
                usual.setName(),
                usual.replicas(),
                Durability.ASYNC,
                usual.writeQuorum(),
                usual.topology(),
                Duration.ofMillis(600),
                true,
                true,
                usual.revision(),
                usual.switchoverTo(),
                usual.allowDataLoss());
    }

    LoneCoordinator start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (!isDead) {
                long millis = Math.clamp(
                        Duration.between(clock.instant(), coordinator.settle()).toMillis(), 1, 100);
                boolean _ = wakes.tryAcquire(millis, TimeUnit.MILLISECONDS);
                wakes.drainPermits();
            }
        } catch (InterruptedException | Death ended) {
            // As if its process had.
        }
    }

    /// From here on it writes the record so often and no more.
    ///
    /// @param beforeTheLast the last of them does not come to the store any more
    void dieAtSave(int number, boolean beforeTheLast) {
        diesBeforeItSaves = beforeTheLast;
        savesToLive.set(number);
    }

    /// At whatever it is doing.
    void die() throws InterruptedException {
        isDead = true;
        coordinator.close();
        thread.interrupt();
        thread.join();
    }

    void awaitDeath() throws InterruptedException {
        thread.join();
    }

    @Override
    public SetRecord record() {
        return set.store.record();
    }

    @Override
    public Optional<SetRecord> save(String expectedVersion, SetRecord record, FailoverStep step) {
        boolean isLast = savesToLive.decrementAndGet() == 0;
        if (isLast && diesBeforeItSaves) {
            endHere();
        }
        Optional<SetRecord> saved = set.store.save(expectedVersion, record);
        if (isLast) {
            endHere();
        }
        return saved;
    }

    private void endHere() {
        isDead = true;
        coordinator.close();
        throw new Death();
    }

    @Override
    public List<RuntimeNode> nodes() {
        return set.runtimeNodes();
    }

    @Override
    public void label(String node, NodeRole role) {
        set.label(node, role);
    }

    @Override
    public String setId() {
        return RealSet.ID;
    }

    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
