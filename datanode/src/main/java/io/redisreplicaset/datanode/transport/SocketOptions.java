package io.redisreplicaset.datanode.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;

/// TCP options of an accepted or opened connection.
final class SocketOptions {
    private static final int KEEPALIVE_PROBES = 3;

    private SocketOptions() {}

    static void tune(Channel channel, Settings settings) {
        if (!(channel instanceof SocketChannel)) {
            return;
        }
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        int keepalive = (int) settings.whole(Directives.TCP_KEEPALIVE_SECONDS);
        if (keepalive > 0) {
            channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
            // Dead peers are noticed after the interval and three unanswered probes within one more.
            channel.config().setOption(EpollChannelOption.TCP_KEEPIDLE, keepalive);
            channel.config().setOption(EpollChannelOption.TCP_KEEPINTVL, Math.max(1, keepalive / KEEPALIVE_PROBES));
            channel.config().setOption(EpollChannelOption.TCP_KEEPCNT, KEEPALIVE_PROBES);
        }
    }
}
