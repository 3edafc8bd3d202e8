package io.redisreplicaset.datanode.transport;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Turns a host into an address without ever letting the owner wait: a name is asked for on a thread of its own, since
/// a name server may take
/// seconds to answer.
final class HostResolver {
    private HostResolver() {}

    /// @param owner where the callbacks run
    /// @param failed gets a sentence
    static void resolve(
            String host, int port, Executor owner, Consumer<InetSocketAddress> resolved, Consumer<String> failed) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            resolved.accept(ofLiteral(literal, port));
            return;
        }
        Thread.ofVirtual().name("resolve-" + host).start(() -> {
            try {
                InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
                owner.execute(() -> resolved.accept(address));
            } catch (UnknownHostException unknown) {
                owner.execute(() -> failed.accept("Unable to resolve " + host + ": " + unknown.getMessage()));
            }
        });
    }

    private static InetSocketAddress ofLiteral(byte[] literal, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(literal), port);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }
}
