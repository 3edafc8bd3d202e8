package io.redisreplicaset.datanode.engine;

import io.netty.buffer.ByteBuf;
import io.redisreplicaset.datanode.command.Connection;
import java.nio.channels.FileChannel;

/// The way out to one replica. Called on the owning thread only.
public interface ReplicaOutput {
    /// Whether more may be queued: false while [#pendingBytes] is above a bound. The loop has a turn when it
    /// becomes true again.
    boolean canTakeMore();

    /// Queues bytes, which are the output's to release, without copying them.
    void write(ByteBuf bytes);

    /// Queues the bytes of a whole file, and closes it behind them.
    ///
    /// @param whenTaken runs on the owning thread when the kernel has taken the last of them; never if the
    ///     connection is closed before
    void writeFile(FileChannel file, long length, Runnable whenTaken);

    void flush();

    /// Bytes queued in memory and not yet taken by the kernel.
    long pendingBytes();

    /// Bytes of a file that the kernel has not taken; they cost no memory.
    long fileBytesLeft();

    /// Bytes that the kernel has taken so far.
    long sentBytes();

    /// Whether small packets wait for company: `repl-disable-tcp-nodelay`.
    void delaysSmallPackets(boolean wanted);

    /// Finds the way out that belongs to a client's connection.
    interface Source {
        ReplicaOutput of(Connection connection);
    }
}
