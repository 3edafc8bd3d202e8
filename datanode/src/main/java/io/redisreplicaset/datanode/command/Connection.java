package io.redisreplicaset.datanode.command;

/// The socket of a client, as commands and the engine see it. Called on the owning thread only.
public interface Connection {
    /// `ip:port` of the other side, or the path of a Unix socket and `:0`.
    String remoteAddress();

    /// `ip:port` of our side.
    String localAddress();

    /// Whether the other side is this machine.
    boolean isLoopback();

    /// A number that tells connections apart, shown as `fd`.
    int descriptor();

    /// Queues bytes behind all that was queued before. They are copied, and leave at the end of the turn.
    void send(byte[] bytes, int offset, int length);

    /// Bytes queued and not yet taken by the kernel.
    long pendingBytes();

    /// Reads and runs requests again after the client was parked.
    void resume();

    /// Stops or goes on taking bytes from the socket: back-pressure.
    void readMore(boolean wanted);

    /// Closes once everything queued has been written.
    void closeAfterFlush();

    /// Closes now; what is queued is lost.
    void close();
}
