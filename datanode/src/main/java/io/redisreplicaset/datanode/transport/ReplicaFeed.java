package io.redisreplicaset.datanode.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.socket.SocketChannel;
import io.redisreplicaset.datanode.command.Connection;
import io.redisreplicaset.datanode.engine.ReplicaOutput;
import java.io.IOException;
import java.nio.channels.FileChannel;

/// The way out to one replica: slices of the stream, which all replicas share, go to the socket as they are.
///
/// No more is queued than keeps the socket busy. What is not queued stays where it is, in the stream, and costs
/// nothing that it would not cost anyway.
public final class ReplicaFeed implements ReplicaOutput {
    /// What may wait for the kernel: more than it takes at once, and little beside what may wait in the stream.
    static final long MAX_QUEUED_BYTES = 1024 * 1024;

    /// A replica that takes one of these within `repl-timeout` is not given up.
    private static final int FILE_PART_BYTES = 256 * 1024;

    private final ChannelHandlerContext context;
    private long queuedBytes;

    private long fileBytesLeft;

    private ReplicaFeed(ChannelHandlerContext context) {
        this.context = context;
    }

    /// The feed of a replica's connection.
    ///
    /// @param connection one that this package made
    public static ReplicaOutput of(Connection connection) {
        return new ReplicaFeed(((ClientSession) connection).context());
    }

    @Override
    public boolean canTakeMore() {
        return pendingBytes() < MAX_QUEUED_BYTES;
    }

    @Override
    public void write(ByteBuf bytes) {
        queuedBytes += bytes.readableBytes();
        ChannelActions.write(context, bytes);
    }

    @Override
    public void writeFile(FileChannel file, long length, Runnable whenTaken) {
        queuedBytes += length;
        fileBytesLeft = length;
        writePart(file, length, whenTaken);
    }

    /// Part by part, and not the whole file at once: of that not every transport tells how far it has got.
    private void writePart(FileChannel file, long length, Runnable whenTaken) {
        int bytes = (int) Math.min(FILE_PART_BYTES, fileBytesLeft);
        ChannelActions.writeFile(
                context,
                new FilePart(file, length - fileBytesLeft, bytes),
                () -> {
                    fileBytesLeft -= bytes;
                    if (fileBytesLeft > 0) {
                        writePart(file, length, whenTaken);
                        context.flush();
                    } else {
                        close(file);
                        whenTaken.run();
                    }
                },
                () -> {
                    fileBytesLeft = 0;
                    close(file);
                    ChannelActions.close(context);
                });
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException unreadable) {
            // It was only read from, and is deleted: nothing depends on it any more.
        }
    }

    /// Does not close the file, which has more parts.
    private static final class FilePart extends DefaultFileRegion {
        FilePart(FileChannel file, long from, long bytes) {
            super(file, from, bytes);
        }

        @Override
        protected void deallocate() {}
    }

    @Override
    public void flush() {
        context.flush();
    }

    @Override
    public long pendingBytes() {
        ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    @Override
    public long fileBytesLeft() {
        return fileBytesLeft;
    }

    @Override
    public long sentBytes() {
        return queuedBytes - pendingBytes() - fileBytesLeft;
    }

    @Override
    public void delaysSmallPackets(boolean wanted) {
        if (context.channel() instanceof SocketChannel socket) {
            socket.config().setOption(ChannelOption.TCP_NODELAY, !wanted);
        }
    }
}
