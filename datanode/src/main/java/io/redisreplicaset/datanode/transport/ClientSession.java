package io.redisreplicaset.datanode.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.command.Connection;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.engine.Engine;
import io.redisreplicaset.datanode.resp.RequestParser;
import io.redisreplicaset.datanode.resp.RespProtocolException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One client's connection: finds requests in what arrives, lets the engine run them, and writes what it is given.
final class ClientSession extends ChannelInboundHandlerAdapter implements Connection, OwnerLoop.Unflushed {
    /// A parked client may send this much ahead before it is no longer read.
    private static final int MAX_BYTES_AHEAD = 1024 * 1024;

    private final Engine engine;
    private final OwnerLoop owner;
    private final RequestParser parser = new RequestParser();
    private final OutputGuard outputGuard;

    private @Nullable ChannelHandlerContext context;
    private @Nullable Client client;

    /// The beginning of a request whose end has not arrived.
    private byte[] pending = new byte[0];

    private int pendingLength;
    private boolean isReading;
    private boolean isUnflushed;
    private boolean isClosing;
    private String remoteAddress = "?:0";
    private String localAddress = "?:0";
    private boolean isLoopback;

    ClientSession(Engine engine, OwnerLoop owner) {
        this.engine = engine;
        this.owner = owner;
        this.outputGuard = new OutputGuard(engine);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        Addresses addresses = Addresses.of(ctx.channel());
        remoteAddress = addresses.remote();
        localAddress = addresses.local();
        isLoopback = addresses.isLoopback();
        client = engine.connected(this);
        if (client != null && !isLoopback && ProtectedMode.refuses(engine.settings())) {
            send(ProtectedMode.REFUSAL, 0, ProtectedMode.REFUSAL.length);
            closeAfterFlush();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            int count = bytes.readableBytes();
            engine.stats().netInputBytes += count;
            if (client == null || isClosing) {
                return;
            }
            isReading = true;
            if (pendingLength == 0 && count <= owner.scratch().length) {
                byte[] scratch = owner.scratch();
                bytes.readBytes(scratch, 0, count);
                int used = client.isParked() ? 0 : runRequests(client, scratch, count);
                keep(scratch, used, count);
            } else {
                append(bytes, count);
                if (!client.isParked()) {
                    runPending(client);
                }
            }
            boundPending(client);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        isReading = false;
        flush();
    }

    /// Runs the requests in `buffer[0, to)`.
    ///
    /// @return how many bytes they took
    private int runRequests(Client itsClient, byte[] buffer, int to) {
        engine.beginBurst(itsClient);
        int at = 0;
        try {
            long maxBulkBytes = engine.settings().whole(Directives.PROTO_MAX_BULK_BYTES);
            boolean goesOn = true;
            while (goesOn && at < to) {
                // Each time: the request before may have been the AUTH that widens them.
                parser.limits(maxBulkBytes, itsClient.isAuthenticated());
                goesOn = parser.parse(buffer, at, to);
                if (goesOn) {
                    at += parser.consumed();
                    goesOn = engine.run(itsClient, parser.request());
                }
            }
        } catch (RespProtocolException broken) {
            engine.protocolError(itsClient, String.valueOf(broken.getMessage()));
            at = to;
        }
        engine.endBurst(itsClient);
        return at;
    }

    private void runPending(Client itsClient) {
        int used = runRequests(itsClient, pending, pendingLength);
        if (used > 0) {
            System.arraycopy(pending, used, pending, 0, pendingLength - used);
            pendingLength -= used;
        }
        if (pendingLength == 0) {
            pending = new byte[0];
            parser.reset();
        }
    }

    private void keep(byte[] source, int from, int to) {
        if (from < to && !isClosing) {
            pending = Arrays.copyOfRange(source, from, to);
            pendingLength = to - from;
        }
    }

    private void append(ByteBuf bytes, int count) {
        int needed = pendingLength + count;
        if (needed > pending.length) {
            // Twice as much, but not more than the request that is being read is known to need.
            long known = Math.max(needed, pendingLength + parser.bytesMissing(pendingLength));
            long size = Math.max(needed, Math.min(known, Math.max(pending.length * 2L, OwnerLoop.READ_BYTES)));
            pending = Arrays.copyOf(pending, (int) Math.min(size, Integer.MAX_VALUE - 8L));
        }
        bytes.readBytes(pending, pendingLength, count);
        pendingLength = needed;
    }

    private void boundPending(Client itsClient) {
        if (pendingLength > engine.settings().whole(Directives.CLIENT_QUERY_BUFFER_BYTES)) {
            engine.log("Closing client that reached max query buffer length: id=" + itsClient.id() + " addr="
                    + remoteAddress);
            close();
        } else if (itsClient.isParked() && pendingLength > MAX_BYTES_AHEAD) {
            readMore(false);
        }
    }

    @Override
    public void resume() {
        readMore(true);
        Client itsClient = client;
        if (itsClient != null && pendingLength > 0 && !isClosing) {
            runPending(itsClient);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Client itsClient = client;
        if (itsClient != null) {
            client = null;
            engine.disconnected(itsClient);
        }
        isClosing = true;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            ChannelActions.close(ctx);
            return;
        }
        // A fault of ours: state may be half changed, so the node stops rather than to guess.
        owner.fail(cause);
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        ChannelHandlerContext ctx = context;
        if (ctx == null || length == 0) {
            return;
        }
        ByteBuf copy = ctx.alloc().directBuffer(length, length);
        copy.writeBytes(bytes, offset, length);
        ChannelActions.write(ctx, copy);
        if (!isReading) {
            markUnflushed();
        }
        outputGuard.check(this, client);
    }

    private void markUnflushed() {
        if (!isUnflushed) {
            isUnflushed = true;
            owner.flushLater(this);
        }
    }

    @Override
    public void flush() {
        isUnflushed = false;
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.flush();
        }
    }

    @Override
    public long pendingBytes() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            return 0;
        }
        ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    @Override
    public void readMore(boolean wanted) {
        ChannelHandlerContext ctx = context;
        if (ctx != null && ctx.channel().config().isAutoRead() != wanted) {
            ctx.channel().config().setAutoRead(wanted);
        }
    }

    @Override
    public void closeAfterFlush() {
        ChannelHandlerContext ctx = context;
        if (ctx != null && !isClosing) {
            isClosing = true;
            ChannelActions.closeBehindWrites(ctx);
        }
    }

    @Override
    public void close() {
        isClosing = true;
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ChannelActions.close(ctx);
        }
    }

    Channel channel() {
        return context().channel();
    }

    ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("a session that was never active");
        }
        return ctx;
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public String localAddress() {
        return localAddress;
    }

    @Override
    public boolean isLoopback() {
        return isLoopback;
    }

    @Override
    public int descriptor() {
        return Addresses.descriptor(channel());
    }
}
