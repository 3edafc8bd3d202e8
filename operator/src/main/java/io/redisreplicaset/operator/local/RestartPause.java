package io.redisreplicaset.operator.local;

import java.time.Duration;

/// How long a node that ended by itself is left alone before it is started again: twice as long each time, up to a
/// bound.
record RestartPause(Duration length) {
    static final RestartPause NONE = new RestartPause(Duration.ZERO);

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /// Who ran for so long has not failed at its start; the next pause is short again.
    private static final Duration HEALTHY = Duration.ofSeconds(10);

    /// The pause after the next end.
    ///
    /// @param ran how long the process lived that has ended now
    RestartPause after(Duration ran) {
        boolean isFirst = length.isZero() || ran.compareTo(HEALTHY) > 0;
        Duration next = isFirst ? FIRST : length.multipliedBy(2);
        return new RestartPause(next.compareTo(LONGEST) < 0 ? next : LONGEST);
    }
}
