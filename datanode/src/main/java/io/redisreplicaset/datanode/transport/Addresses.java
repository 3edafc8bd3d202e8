package io.redisreplicaset.datanode.transport;

import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Both ends of a connection as CLIENT LIST shows them.
record Addresses(String remote, String local, boolean isLoopback) {
    static Addresses of(Channel channel) {
        if (channel.remoteAddress() instanceof InetSocketAddress remote) {
            boolean isLoopback =
                    remote.getAddress() != null && remote.getAddress().isLoopbackAddress();
            return new Addresses(text(remote), text(channel.localAddress()), isLoopback);
        }
        String path = String.valueOf(channel.localAddress()) + ":0";
        return new Addresses(path, path, true);
    }

    private static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet) || internet.getAddress() == null) {
            return String.valueOf(address);
        }
        String host = internet.getAddress().getHostAddress();
        int zone = host.indexOf('%');
        String bare = zone < 0 ? host : host.substring(0, zone);
        return (bare.indexOf(':') >= 0 ? "[" + bare + "]" : bare) + ":" + internet.getPort();
    }

    static int descriptor(Channel channel) {
        return channel instanceof UnixChannel unix ? unix.fd().intValue() : 0;
    }
}
