package io.redisreplicaset.operator.sim;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A connection between two hosts, as TCP has it: in order, whole, until one side closes it or its machine is
/// gone.
final class Wire<M> {
    /// One end. Both callbacks come in the order in which the other end did its part.
    interface End<M> {
        /// The connection stands; only the end that opened it is told.
        default void opened() {}

        void received(M message);

        /// The other end closed, or refused.
        void closed();
    }

    private final Network network;
    private final String clientHost;
    private final String serverHost;
    private final Lane toServer;
    private final Lane toClient;
    private final End<M> client;
    private @Nullable End<M> server;
    private boolean clientIsGone;
    private boolean serverIsGone;
    private boolean clientVanished;
    private boolean serverVanished;

    private Wire(Network network, String clientHost, String serverHost, Function<Wire<M>, End<M>> client) {
        this.network = network;
        this.clientHost = clientHost;
        this.serverHost = serverHost;
        this.toServer = new Lane(network, clientHost, serverHost);
        this.toClient = new Lane(network, serverHost, clientHost);
        this.client = client.apply(this);
    }

    /// Begins to open a connection.
    ///
    /// @param door what stands at the other side when the request arrives there; empty refuses
    static <M> Wire<M> open(
            Network network,
            String clientHost,
            String serverHost,
            Function<Wire<M>, End<M>> client,
            Function<Wire<M>, Optional<? extends End<M>>> door) {
        Wire<M> wire = new Wire<>(network, clientHost, serverHost, client);
        wire.toServer.send(() -> {
            if (wire.clientIsGone) {
                return;
            }
            Optional<? extends End<M>> answer = door.apply(wire);
            if (answer.isEmpty()) {
                wire.closeAsServer();
                return;
            }
            wire.server = answer.get();
            wire.toClient.send(() -> {
                if (!wire.clientIsGone) {
                    wire.client.opened();
                }
            });
        });
        return wire;
    }

    void sendAsClient(M message) {
        if (clientIsGone) {
            return;
        }
        toServer.send(() -> {
            End<M> end = server;
            if (end != null && !serverIsGone) {
                end.received(message);
            } else if (serverVanished) {
                // Sent again and again, until the machine is back and knows nothing of this connection.
                network.whenUp(serverHost, this::resetClient);
            }
        });
    }

    void sendAsServer(M message) {
        if (serverIsGone) {
            return;
        }
        toClient.send(() -> {
            if (!clientIsGone) {
                client.received(message);
            } else if (clientVanished) {
                network.whenUp(clientHost, this::resetServer);
            }
        });
    }

    void closeAsClient() {
        if (!clientIsGone) {
            clientIsGone = true;
            resetServer();
        }
    }

    void closeAsServer() {
        if (!serverIsGone) {
            serverIsGone = true;
            resetClient();
        }
    }

    private void resetServer() {
        toServer.send(() -> {
            End<M> end = server;
            if (end != null && !serverIsGone) {
                serverIsGone = true;
                end.closed();
            }
        });
    }

    private void resetClient() {
        toClient.send(() -> {
            if (!clientIsGone) {
                clientIsGone = true;
                client.closed();
            }
        });
    }

    /// The machine under that end has failed: it hears nothing any more, and nobody is told, until it is back and
    /// is sent something that it does not know.
    void vanishAsClient() {
        clientIsGone = true;
        clientVanished = true;
    }

    void vanishAsServer() {
        serverIsGone = true;
        serverVanished = true;
    }
}
