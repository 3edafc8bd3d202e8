package io.redisreplicaset.datanode.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.FileRegion;

/// What is done to a channel without waiting for it. A write that fails comes back as an exception on the pipeline,
/// which closes the
/// channel; so nobody has to look at the futures.
final class ChannelActions {
    private ChannelActions() {}

    /// Queues bytes; the channel releases them.
    static void write(ChannelHandlerContext ctx, ByteBuf bytes) {
        ChannelFuture _ = ctx.write(bytes, ctx.voidPromise());
    }

    /// Queues a part of a file, and runs one of the two when it is written, or can't be.
    static void writeFile(ChannelHandlerContext ctx, FileRegion part, Runnable whenTaken, Runnable whenFailed) {
        ChannelFuture _ =
                ctx.write(part).addListener(done -> run(done.isSuccess() ? whenTaken : whenFailed, ctx.pipeline()));
    }

    /// Runs `then` if what is under way fails.
    static void onFailure(ChannelFuture underWay, Runnable then) {
        ChannelFuture _ = underWay.addListener(done -> {
            if (!done.isSuccess()) {
                run(then, underWay.channel().pipeline());
            }
        });
    }

    /// What a listener throws would only be printed: the session's handler decides about faults.
    private static void run(Runnable then, ChannelPipeline pipeline) {
        try {
            then.run();
        } catch (RuntimeException | Error fault) {
            ChannelPipeline _ = pipeline.fireExceptionCaught(fault);
        }
    }

    static void closeBehindWrites(ChannelHandlerContext ctx) {
        ChannelFuture _ = ctx.writeAndFlush(ctx.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
    }

    static void close(Channel channel) {
        ChannelFuture _ = channel.close();
    }

    static void close(ChannelHandlerContext ctx) {
        ChannelFuture _ = ctx.close();
    }
}
