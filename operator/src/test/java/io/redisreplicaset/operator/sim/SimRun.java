package io.redisreplicaset.operator.sim;

import java.time.Duration;
import java.util.SplittableRandom;

/// One seed from beginning to end: a time of faults, then peace, in which the set has to find back by itself.
final class SimRun {
    /// In which a set that can must be whole again. The longest waits in it are one for a change of voters that
    /// can't be committed, one for an attempt that comes to nothing, and the back-off after it.
    private static final long PEACE = 120 * VirtualTime.SECOND;

    /// After which it is looked whether the set can.
    private static final long PATIENCE = 20 * VirtualTime.SECOND;

    private static final int USERS = 3;

    /// How a run that broke no rule ended.
    enum End {
        /// A master serves, all follow it and hold the same.
        WHOLE,
        /// More was lost than the set can bear: it waits for a human, as it must.
        BLOCKED
    }

    /// A run that did not end as it must, and how to see it again.
    static final class Failure extends AssertionError {
        private static final long serialVersionUID = 1;

        Failure(long seed, SimSettings settings, FaultMix mix, Sim sim, Throwable cause) {
            super(
                    "seed " + seed + ", step " + sim.steps() + ": " + cause + "\n" + settings + "\n" + mix + "\n"
                            + sim.trace().tail() + "Again: -Dsim.first=" + seed + " -Dsim.seeds=1",
                    cause);
        }
    }

    private final long seed;
    private final SimSettings settings;
    private final FaultMix mix;
    private final Sim sim;
    private final DrawnFaults faults;
    private final Wholeness whole;
    private final long faultNanos;

    SimRun(long seed, Mutation mutation) {
        this.seed = seed;
        SplittableRandom random = new SplittableRandom(seed);
        settings = SimSettings.drawn(random.split());
        mix = FaultMix.drawn(random.split());
        faultNanos = random.nextLong(10, 30) * VirtualTime.SECOND;
        sim = new Sim(settings, mutation, random.split());
        whole = new Wholeness(sim);
        sim.isNotCalm();
        faults = new DrawnFaults(sim, mix, random.split());
        sim.faults(faults);
    }

    Sim sim() {
        return sim;
    }

    SimSettings settings() {
        return settings;
    }

    SimRun withClocksOffBy(Duration skew) {
        sim.clocksAreOffBy(skew);
        return this;
    }

    /// @throws Failure where a rule was broken, a machine stopped, or the set did not find back
    End run() {
        try {
            sim.begin(USERS);
            faults.begin();
            sim.runFor(faultNanos);
            faults.end();
            return peace();
        } catch (Violation | IllegalStateException | IllegalArgumentException | UnsupportedOperationException broken) {
            throw new Failure(seed, settings, mix, sim, broken);
        }
    }

    private End peace() {
        boolean isWhole = sim.runUntil(whole::is, PATIENCE);
        if (!isWhole && !new Prospects(sim).areGood()) {
            return End.BLOCKED;
        }
        if (!isWhole && !sim.runUntil(whole::is, PEACE - PATIENCE)) {
            if (new Prospects(sim).areGood()) {
                throw new IllegalStateException("the set does not find back: " + whole.missing());
            }
            return End.BLOCKED;
        }
        int before = sim.rules().answers();
        if (!sim.runUntil(() -> sim.rules().answers() > before, 20 * VirtualTime.SECOND)) {
            throw new IllegalStateException("a master serves, and no write is answered");
        }
        sim.users().forEach(User::stop);
        sim.pingsAreOff();
        if (!sim.runUntil(() -> whole.is() && whole.holdsTheSame(), 30 * VirtualTime.SECOND)) {
            throw new IllegalStateException("the nodes do not come to hold the same: " + whole.missing());
        }
        return End.WHOLE;
    }
}
