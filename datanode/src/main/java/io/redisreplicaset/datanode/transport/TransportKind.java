package io.redisreplicaset.datanode.transport;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

/// Which of the kernel's interfaces carries the connections: the directive `transport`.
public enum TransportKind {
    EPOLL,
    IO_URING,
    NIO;

    /// What `auto`, or an explicit wish, comes to on this machine.
    ///
    /// @throws IllegalArgumentException the wish can't be fulfilled here
    public static TransportKind choose(String wish) {
        return switch (wish) {
            case "auto" -> Epoll.isAvailable() ? EPOLL : NIO;
            case "epoll" -> require(Epoll.isAvailable(), EPOLL, wish, Epoll.unavailabilityCause());
            case "io_uring" -> require(IoUring.isAvailable(), IO_URING, wish, IoUring.unavailabilityCause());
            case "nio" -> NIO;
            default ->
                throw new IllegalArgumentException("transport: wanted auto, epoll, io_uring or nio, got " + wish);
        };
    }

    private static TransportKind require(boolean isAvailable, TransportKind kind, String wish, Throwable cause) {
        if (!isAvailable) {
            throw new IllegalArgumentException("transport " + wish + " is not available here: " + cause.getMessage());
        }
        return kind;
    }

    IoHandlerFactory handlers() {
        return switch (this) {
            case EPOLL -> EpollIoHandler.newFactory();
            case IO_URING -> IoUringIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    ServerChannel server() {
        return switch (this) {
            case EPOLL -> new EpollServerSocketChannel();
            case IO_URING -> new IoUringServerSocketChannel();
            case NIO -> new NioServerSocketChannel();
        };
    }

    SocketChannel client() {
        return switch (this) {
            case EPOLL -> new EpollSocketChannel();
            case IO_URING -> new IoUringSocketChannel();
            case NIO -> new NioSocketChannel();
        };
    }

    /// A listener on a Unix socket.
    ///
    /// @throws IllegalArgumentException this transport has none
    ServerChannel unixServer() {
        return switch (this) {
            case EPOLL -> new EpollServerDomainSocketChannel();
            case NIO -> new NioServerDomainSocketChannel();
            case IO_URING -> throw new IllegalArgumentException("unixsocket needs transport epoll or nio");
        };
    }
}
