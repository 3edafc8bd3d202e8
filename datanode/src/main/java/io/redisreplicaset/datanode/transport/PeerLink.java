package io.redisreplicaset.datanode.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.redisreplicaset.datanode.engine.Heartbeats;
import io.redisreplicaset.datanode.membership.HeartbeatAnswer;
import io.redisreplicaset.datanode.membership.PeerAddress;
import io.redisreplicaset.datanode.resp.ReplyParser;
import io.redisreplicaset.datanode.resp.RespProtocolException;
import io.redisreplicaset.datanode.resp.RespValue;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One heartbeat connection. Asks, notes when it asked, and tells what comes back.
final class PeerLink {
    private static final int CONNECT_TIMEOUT_MILLIS = 1000;
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    /// Questions without an answer; a peer that stands still is asked no more until it has answered some.
    private static final int MAX_OPEN_QUESTIONS = 32;

    private static final int ANSWER_FIELDS = 6;

    private final PeerAddress address;
    private final OwnerLoop owner;
    private final Heartbeats.Listener listener;
    private final String password;
    private final Deque<Long> askedAtNanos = new ArrayDeque<>();
    private final RespWriter scratch = new RespWriter(512);

    private @Nullable ChannelHandlerContext context;
    private boolean isOpening;
    private boolean isClosed;

    PeerLink(PeerAddress address, OwnerLoop owner, Heartbeats.Listener listener, String password) {
        this.address = address;
        this.owner = owner;
        this.listener = listener;
        this.password = password;
    }

    PeerAddress address() {
        return address;
    }

    /// Asks, or opens the connection to ask on.
    void beat(long nowNanos) {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ask(ctx, nowNanos);
        } else if (!isOpening && !isClosed) {
            isOpening = true;
            HostResolver.resolve(address.host(), address.port(), owner.tasks(), this::connect, _ -> failed());
        }
    }

    private void connect(InetSocketAddress target) {
        if (isClosed) {
            return;
        }
        ChannelActions.onFailure(
                new Bootstrap()
                        .group(owner.eventLoop())
                        .channelFactory(owner.kind()::client)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .handler(new Handler())
                        .connect(target),
                this::failed);
    }

    private void failed() {
        isOpening = false;
        if (!isClosed) {
            listener.disconnected(address.name());
        }
    }

    private void ask(ChannelHandlerContext ctx, long nowNanos) {
        if (askedAtNanos.size() >= MAX_OPEN_QUESTIONS) {
            return;
        }
        askedAtNanos.addLast(nowNanos);
        List<String> question = listener.question();
        scratch.clear();
        scratch.array(question.size() + 2);
        scratch.bulk("REPLICASET");
        scratch.bulk("HEARTBEAT");
        question.forEach(scratch::bulk);
        flush(ctx);
    }

    private void flush(ChannelHandlerContext ctx) {
        ByteBuf bytes = ctx.alloc().directBuffer(scratch.length());
        bytes.writeBytes(scratch.buffer(), 0, scratch.length());
        ChannelActions.write(ctx, bytes);
        ctx.flush();
    }

    void close() {
        isClosed = true;
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ChannelActions.close(ctx);
        }
    }

    private final class Handler extends ChannelInboundHandlerAdapter {
        private final ReplyParser replies = new ReplyParser(MAX_ANSWER_BYTES);
        private boolean awaitsAuth;

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            isOpening = false;
            if (isClosed) {
                ChannelActions.close(ctx);
                return;
            }
            context = ctx;
            askedAtNanos.clear();
            if (!password.isEmpty()) {
                awaitsAuth = true;
                scratch.clear();
                scratch.request("AUTH".getBytes(StandardCharsets.US_ASCII), password.getBytes(StandardCharsets.UTF_8));
                flush(ctx);
            }
            ask(ctx, owner.nanos());
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            try {
                byte[] arrived = new byte[bytes.readableBytes()];
                bytes.readBytes(arrived);
                replies.feed(arrived, 0, arrived.length);
                for (RespValue reply = replies.next(); reply != null; reply = replies.next()) {
                    take(ctx, reply);
                }
            } catch (RespProtocolException broken) {
                ChannelActions.close(ctx);
            } finally {
                bytes.release();
            }
        }

        private void take(ChannelHandlerContext ctx, RespValue reply) {
            if (awaitsAuth) {
                awaitsAuth = false;
                return;
            }
            Long askedAt = askedAtNanos.pollFirst();
            if (askedAt != null
                    && reply instanceof RespValue.Sequence(List<RespValue> fields)
                    && fields.size() >= ANSWER_FIELDS) {
                listener.answered(address.name(), askedAt, answer(fields));
            } else {
                // An error: wrong password, another set, still loading. Not a peer to be heard, for now.
                ChannelActions.close(ctx);
            }
        }

        private static HeartbeatAnswer answer(List<RespValue> fields) {
            return new HeartbeatAnswer(
                    fields.get(0).asText(),
                    fields.get(1).asText(),
                    whole(fields.get(2)),
                    fields.get(3).asText(),
                    whole(fields.get(4)),
                    whole(fields.get(5)));
        }

        private static long whole(RespValue value) {
            if (value instanceof RespValue.Whole(long number)) {
                return number;
            }
            throw new RespProtocolException("heartbeat: wanted a whole number, got '" + value.asText() + "'");
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (context != null && context.channel().equals(ctx.channel())) {
                context = null;
                if (!isClosed) {
                    listener.disconnected(address.name());
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (cause instanceof java.io.IOException) {
                ChannelActions.close(ctx);
            } else {
                owner.fail(cause);
            }
        }
    }
}
