package io.redisreplicaset.operator.sim;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/// Which faults a run has, and how often: each seed draws its own mix, since some faults are found only where
/// others leave room for them.
///
/// @param meanMillis between two faults of a kind; kinds that are absent do not happen
/// @param isGentle never more nodes are hurt at once than the set can bear
record FaultMix(Map<Kind, Long> meanMillis, boolean isGentle, Network.Weather weather) {
    enum Kind {
        CUT_NODE,
        CUT_ONE_WAY,
        CUT_PAIR,
        CUT_COORDINATOR,
        CUT_API,
        KILL,
        KILL_IN_A_TURN,
        VANISH,
        LOSE_DISK,
        ORPHAN,
        DRAIN,
        FREEZE,
        FREEZE_COORDINATOR,
        CRASH_COORDINATOR,
        STORM,
        SWITCHOVER,
        SCALE,
        UPDATE,
        SAVE
    }

    FaultMix {
        // In the order of the kinds, so that a mix reads the same each time.
        meanMillis = Collections.unmodifiableMap(new EnumMap<>(meanMillis));
    }

    static FaultMix drawn(SplittableRandom random) {
        Map<Kind, Long> means = new EnumMap<>(Kind.class);
        int percent = 15 + random.nextInt(45);
        for (Kind kind : Kind.values()) {
            boolean happens = kind == Kind.SAVE || random.nextInt(100) < percent;
            long mean = random.nextLong(1_000, 15_000);
            if (happens) {
                means.put(kind, mean);
            }
        }
        long least = random.nextLong(VirtualTime.MS / 10, VirtualTime.MS);
        long most = least + random.nextLong(random.nextInt(4) == 0 ? 200 * VirtualTime.MS : 5 * VirtualTime.MS);
        boolean isLossy = random.nextInt(3) == 0;
        Network.Weather weather =
                new Network.Weather(least, most, isLossy ? random.nextInt(20) : 0, isLossy ? random.nextInt(10) : 0);
        return new FaultMix(means, random.nextInt(3) > 0, weather);
    }
}
