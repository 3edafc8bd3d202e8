package io.redisreplicaset.datanode.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.unix.DomainSocketAddress;
import io.redisreplicaset.datanode.config.Directives;
import io.redisreplicaset.datanode.config.Settings;
import io.redisreplicaset.datanode.engine.Engine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sockets that clients connect to: `bind`, `port`, `unixsocket`.
public final class Listeners {
    private final Engine engine;
    private final OwnerLoop owner;
    private final List<Channel> channels = new ArrayList<>();
    private @Nullable Path unixSocket;

    public Listeners(Engine engine, OwnerLoop owner) {
        this.engine = engine;
        this.owner = owner;
    }

    /// Binds all addresses that are configured.
    ///
    /// @throws IOException one that may not fail can't be bound; the message names it
    public void open(Settings settings) throws IOException {
        int port = (int) settings.whole(Directives.PORT);
        if (port > 0) {
            boolean hasOne = false;
            for (String address : settings.get(Directives.BIND)) {
                // Redis's "-": an address that this machine may not have.
                boolean isOptional = address.startsWith("-");
                hasOne |= bind(isOptional ? address.substring(1) : address, port, isOptional);
            }
            if (!hasOne) {
                throw new IOException("Failed listening on port " + port + " (tcp), aborting.");
            }
        }
        String path = settings.get(Directives.UNIX_SOCKET);
        if (!path.isEmpty()) {
            bindUnix(Path.of(path), (int) settings.whole(Directives.UNIX_SOCKET_PERMISSIONS));
        }
    }

    private boolean bind(String address, int port, boolean isOptional) throws IOException {
        try {
            InetAddress host =
                    address.equals("*") ? new InetSocketAddress(0).getAddress() : InetAddress.getByName(address);
            channels.add(listen(bootstrap().channelFactory(owner.kind()::server), new InetSocketAddress(host, port)));
            return true;
        } catch (IOException failed) {
            if (isOptional) {
                return false;
            }
            throw new IOException(
                    "Could not create server TCP listening socket " + address + ":" + port + ": " + reason(failed),
                    failed);
        }
    }

    private static String reason(IOException failed) {
        String message = String.valueOf(failed.getMessage());
        return message.contains("Address already in use") ? "bind: Address already in use" : message;
    }

    private void bindUnix(Path path, int permissions) throws IOException {
        Files.deleteIfExists(path);
        SocketAddress address = owner.kind() == TransportKind.NIO
                ? UnixDomainSocketAddress.of(path)
                : new DomainSocketAddress(path.toFile());
        channels.add(listen(bootstrap().channelFactory(owner.kind()::unixServer), address));
        unixSocket = path;
        if (permissions > 0) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(symbolic(permissions)));
        }
    }

    /// `rwxr-x---` for 750.
    private static String symbolic(int decimalDigits) {
        StringBuilder text = new StringBuilder();
        for (int digit : new int[] {decimalDigits / 100, decimalDigits / 10 % 10, decimalDigits % 10}) {
            text.append((digit & 4) != 0 ? 'r' : '-')
                    .append((digit & 2) != 0 ? 'w' : '-')
                    .append((digit & 1) != 0 ? 'x' : '-');
        }
        return text.toString();
    }

    private ServerBootstrap bootstrap() {
        Settings settings = engine.settings();
        return new ServerBootstrap()
                .group(owner.eventLoop(), owner.eventLoop())
                .option(ChannelOption.SO_BACKLOG, (int) settings.whole(Directives.TCP_BACKLOG))
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(OwnerLoop.READ_BYTES))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        SocketOptions.tune(channel, settings);
                        channel.pipeline().addLast(new ClientSession(engine, owner));
                    }
                });
    }

    private Channel listen(ServerBootstrap bootstrap, SocketAddress address) throws IOException {
        var bound = bootstrap.bind(address);
        while (!bound.isDone()) {
            owner.eventLoop().runNow();
        }
        Throwable cause = bound.cause();
        if (cause != null) {
            throw cause instanceof IOException io ? io : new IOException(cause);
        }
        return bound.channel();
    }

    /// Takes no more connections.
    public void close() {
        channels.forEach(ChannelActions::close);
        channels.clear();
        Path path = unixSocket;
        if (path != null) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException leftBehind) {
                engine.log("Could not remove " + path + ": " + leftBehind.getMessage());
            }
        }
    }
}
