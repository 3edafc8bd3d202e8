package io.redisreplicaset.operator.topology;

import java.time.Duration;

/// The times that both machines and their shells keep. All are by the coordinator's own clock.
public final class Deadlines {
    /// How long a shell waits for a node's reply to one command.
    public static final Duration COMMAND = Duration.ofMillis(300);

    /// How long a node that did not answer, or refused, is left alone before the same command is tried again.
    public static final Duration COMMAND_RETRY = Duration.ofMillis(500);

    /// How long an attempt may last before it is given up.
    public static final Duration ATTEMPT = Duration.ofSeconds(10);

    /// How long a planned switchover may hold the writes of the master.
    public static final Duration SWITCHOVER = Duration.ofSeconds(5);

    /// How often the offsets are read while writes are held.
    public static final Duration SWITCHOVER_POLL = Duration.ofMillis(10);

    /// How long the first start waits for the last of the nodes before a majority is enough.
    public static final Duration BOOTSTRAP_PATIENCE = Duration.ofSeconds(15);

    /// How long a change of voters waits for its marker to be committed before the way back is considered.
    public static final Duration SETTLE_PATIENCE = Duration.ofSeconds(10);

    /// How long a replaced node must be ready and synced before the next one is touched.
    public static final Duration STABLE = Duration.ofSeconds(1);

    /// How long one step of a rolling update may take before it is said to have halted.
    public static final Duration UPDATE_STEP = Duration.ofMinutes(5);

    /// The first wait after a failed attempt; it doubles up to [#BACKOFF_MAX].
    public static final Duration BACKOFF = Duration.ofMillis(250);

    public static final Duration BACKOFF_MAX = Duration.ofSeconds(8);

    private Deadlines() {}
}
