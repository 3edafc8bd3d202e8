package io.redisreplicaset.datanode.resp;

/// Bounds on what a peer may send, with Redis's defaults.
public final class RespLimits {
    /// A line that has no end: an inline request, or the header of a length.
    public static final int MAX_LINE_BYTES = 64 * 1024;

    /// Arguments of one request.
    public static final int MAX_ARGUMENTS = Integer.MAX_VALUE;

    /// What a client that has not authenticated may send: enough for HELLO and AUTH.
    public static final int MAX_UNAUTHENTICATED_ARGUMENTS = 10;

    public static final int MAX_UNAUTHENTICATED_BULK_BYTES = 16 * 1024;

    /// Nesting of replies that we read from a peer.
    public static final int MAX_REPLY_DEPTH = 16;

    /// Elements of one reply that we read from a peer.
    public static final int MAX_REPLY_ELEMENTS = 1024 * 1024;

    private RespLimits() {}
}
