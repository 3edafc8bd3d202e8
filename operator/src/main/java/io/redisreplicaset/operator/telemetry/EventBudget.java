package io.redisreplicaset.operator.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// How many Events one set may cause: a burst for an eventful minute, then one a second. Owned by one thread.
final class EventBudget {
    static final int BURST = 60;
    static final Duration REFILL = Duration.ofSeconds(1);
    static final int MOST_SETS = 1_024;

    private record Purse(double tokens, Instant at) {}

    private final Map<String, Purse> purses = new LinkedHashMap<>();

    /// Whether this set may cause one more now; if so it is counted.
    boolean allows(SetReference set, Instant now) {
        Purse before = purses.remove(set.uid());
        double tokens = before == null ? BURST : Math.min(BURST, before.tokens() + earned(before.at(), now));
        boolean isAllowed = tokens >= 1;
        purses.put(set.uid(), new Purse(isAllowed ? tokens - 1 : tokens, now));
        if (purses.size() > MOST_SETS) {
            purses.remove(purses.keySet().iterator().next());
        }
        return isAllowed;
    }

    private static double earned(Instant since, Instant now) {
        return Math.max(0, Duration.between(since, now).toMillis()) / (double) REFILL.toMillis();
    }
}
