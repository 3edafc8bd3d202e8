package io.redisreplicaset.datanode.command;

/// The times that SET, GETEX and the EXPIRE family take, turned into Unix milliseconds.
public enum ExpireTime {
    /// `EX`
    SECONDS(1000, false),
    /// `PX`
    MILLIS(1, false),
    /// `EXAT`
    UNIX_SECONDS(1000, true),
    /// `PXAT`
    UNIX_MILLIS(1, true);

    private final long unitMillis;
    private final boolean isAbsolute;

    ExpireTime(long unitMillis, boolean isAbsolute) {
        this.unitMillis = unitMillis;
        this.isAbsolute = isAbsolute;
    }

    /// Unix milliseconds of an argument that must lie ahead of 0.
    ///
    /// @throws ErrorReply not a number, not positive, or too far away to be written in milliseconds
    public long positive(Invocation in, int index) {
        long given = in.whole(index);
        if (given <= 0) {
            throw ErrorReply.invalidExpire(in.spec().name());
        }
        return atMillis(in, given);
    }

    /// Unix milliseconds of an argument that may be anything, as EXPIRE allows.
    ///
    /// @throws ErrorReply not a number, or too far away to be written in milliseconds
    public long any(Invocation in, int index) {
        return atMillis(in, in.whole(index));
    }

    private long atMillis(Invocation in, long given) {
        try {
            long millis = Math.multiplyExact(given, unitMillis);
            return isAbsolute ? millis : Math.addExact(millis, in.nowMillis());
        } catch (ArithmeticException tooFar) {
            throw ErrorReply.invalidExpire(in.spec().name());
        }
    }
}
