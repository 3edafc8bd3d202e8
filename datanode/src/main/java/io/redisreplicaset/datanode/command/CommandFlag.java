package io.redisreplicaset.datanode.command;

import java.util.Locale;

/// Facts about a command that the engine's checks rest on. Names are those that `COMMAND INFO` answers.
public enum CommandFlag {
    WRITE(0),
    READONLY(1),
    DENYOOM(2),
    ADMIN(3),
    PUBSUB(4),
    NOSCRIPT(5),
    BLOCKING(6),
    LOADING(7),
    STALE(8),
    SKIP_MONITOR(9),
    SKIP_SLOWLOG(10),
    FAST(11),
    NO_AUTH(12),
    MAY_REPLICATE(13),
    NO_MULTI(14),
    ALLOW_BUSY(15),
    NO_ASYNC_LOADING(16),
    /// Deletes keys that nobody named: what it propagates is not wrapped in a transaction.
    TOUCHES_ARBITRARY_KEYS(17);

    private final String wireName = name().toLowerCase(Locale.ROOT);
    private final int bit;

    CommandFlag(int position) {
        bit = 1 << position;
    }

    /// Whether `COMMAND INFO` tells of it; Redis keeps some to itself.
    public boolean isTold() {
        return this != MAY_REPLICATE && this != TOUCHES_ARBITRARY_KEYS;
    }

    public String wireName() {
        return wireName;
    }

    int bit() {
        return bit;
    }
}
