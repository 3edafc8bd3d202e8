package io.redisreplicaset.datanode.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.engine.UpstreamConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// The connection of a replica to its upstream, from the search for the address to the close. It carries bytes, and
/// knows nothing of what they mean.
///
/// ```
///   resolving --> connecting --> open --> closed       told: opened | failed, received…, closed
///       '------------'-----------'------> abandoned    told: nothing more
/// ```
final class UpstreamChannel implements UpstreamConnection, OwnerLoop.Unflushed {
    private static final int MILLIS_A_SECOND = 1000;

    private final OwnerLoop owner;
    private final Settings settings;
    private final Listener listener;
    private @Nullable Channel connecting;
    private @Nullable ChannelHandlerContext context;
    private Addresses addresses = new Addresses("?:0", "?:0", false);
    private boolean isAbandoned;
    private boolean isUnflushed;

    UpstreamChannel(OwnerLoop owner, Settings settings, Listener listener) {
        this.owner = owner;
        this.settings = settings;
        this.listener = listener;
    }

    void open(String host, int port) {
        if (!isAbandoned) {
            HostResolver.resolve(host, port, owner.tasks(), this::connect, this::failed);
        }
    }

    private void connect(InetSocketAddress target) {
        if (isAbandoned) {
            return;
        }
        long timeoutSeconds = settings.whole(Directives.REPL_TIMEOUT_SECONDS);
        ChannelFuture future = new Bootstrap()
                .group(owner.eventLoop())
                .channelFactory(owner.kind()::client)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.min(timeoutSeconds * MILLIS_A_SECOND, Integer.MAX_VALUE))
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(OwnerLoop.READ_BYTES))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        SocketOptions.tune(channel, settings);
                        channel.pipeline().addLast(new Handler());
                    }
                })
                .connect(target);
        connecting = future.channel();
        ChannelActions.onFailure(future, () -> failed(String.valueOf(future.cause())));
    }

    private void failed(String why) {
        if (!isAbandoned) {
            isAbandoned = true;
            listener.failed(why);
        }
    }

    @Override
    public void abandon() {
        isAbandoned = true;
        close();
    }

    @Override
    public void close() {
        Channel channel = connecting;
        if (channel != null) {
            ChannelActions.close(channel);
        }
    }

    @Override
    public void closeAfterFlush() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ChannelActions.closeBehindWrites(ctx);
        }
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        ChannelHandlerContext ctx = context;
        if (ctx == null || isAbandoned || length == 0) {
            return;
        }
        ByteBuf copy = ctx.alloc().directBuffer(length, length);
        copy.writeBytes(bytes, offset, length);
        ChannelActions.write(ctx, copy);
        if (!isUnflushed) {
            isUnflushed = true;
            owner.flushLater(this);
        }
    }

    @Override
    public void flush() {
        isUnflushed = false;
        ChannelHandlerContext ctx = context;
        if (ctx != null && !isAbandoned) {
            ctx.flush();
        }
    }

    @Override
    public void readMore(boolean wanted) {
        ChannelHandlerContext ctx = context;
        if (ctx != null && ctx.channel().config().isAutoRead() != wanted) {
            ctx.channel().config().setAutoRead(wanted);
        }
    }

    /// An upstream's commands never wait: there is nothing to be resumed.
    @Override
    public void resume() {}

    @Override
    public long pendingBytes() {
        ChannelHandlerContext ctx = context;
        ChannelOutboundBuffer buffer =
                ctx == null ? null : ctx.channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    @Override
    public String remoteAddress() {
        return addresses.remote();
    }

    @Override
    public String localAddress() {
        return addresses.local();
    }

    @Override
    public boolean isLoopback() {
        return addresses.isLoopback();
    }

    @Override
    public int descriptor() {
        ChannelHandlerContext ctx = context;
        return ctx == null ? 0 : Addresses.descriptor(ctx.channel());
    }

    private final class Handler extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            if (isAbandoned) {
                ChannelActions.close(ctx);
                return;
            }
            context = ctx;
            addresses = Addresses.of(ctx.channel());
            listener.opened();
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            try {
                // A read brings no more than the scratch holds: that is how large its buffer was made.
                byte[] scratch = owner.scratch();
                int count = bytes.readableBytes();
                bytes.readBytes(scratch, 0, count);
                if (!isAbandoned) {
                    listener.received(scratch, 0, count);
                }
            } finally {
                bytes.release();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            context = null;
            if (!isAbandoned) {
                isAbandoned = true;
                listener.closed();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (cause instanceof IOException) {
                ChannelActions.close(ctx);
            } else {
                owner.fail(cause);
            }
        }
    }
}
