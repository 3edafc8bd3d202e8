package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.command.Client;
import io.redisreplicaset.datanode.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One client of an [EngineUnderTest]. Replies are told as [ReplyText] writes them.
public final class ClientUnderTest {
    public final FakeConnection connection;
    private final EngineUnderTest node;
    private final @Nullable Client client;

    ClientUnderTest(EngineUnderTest node, FakeConnection connection) {
        this.node = node;
        this.connection = connection;
        this.client = node.engine.connected(connection);
    }

    /// Null where the engine has refused the connection.
    public Client client() {
        return Objects.requireNonNull(client);
    }

    public boolean isRefused() {
        return client == null;
    }

    /// Sends one request; behind it, all that the connection was sent.
    ///
    /// @param line words between single blanks
    public String send(String line) {
        return send(line.split(" ", -1));
    }

    public String send(String... words) {
        return burst(Request.of(words));
    }

    public String send(byte[]... words) {
        return burst(Request.of(words));
    }

    /// Sends several requests at once.
    ///
    /// @return their replies, one a line
    public String sendTogether(String... lines) {
        Request[] requests = new Request[lines.length];
        for (int i = 0; i < lines.length; i++) {
            requests[i] = Request.of(lines[i].split(" ", -1));
        }
        return burst(requests);
    }

    private String burst(Request... requests) {
        node.engine.beginBurst(client());
        for (Request request : requests) {
            if (!node.engine.run(client(), request)) {
                break;
            }
        }
        node.engine.endBurst(client());
        node.noticeClosed();
        return received();
    }

    /// What was sent to the connection since the last look, empty where nothing was.
    public String received() {
        return ReplyText.of(connection.takeSent());
    }

    /// The same as bytes, for what must be exact.
    public String receivedBytes() {
        return new String(connection.takeSent(), StandardCharsets.ISO_8859_1);
    }

    /// Whether the engine has closed the connection.
    public boolean isGone() {
        return connection.isClosed || connection.closesAfterFlush;
    }

    public void disconnect() {
        node.engine.disconnected(client());
    }
}
