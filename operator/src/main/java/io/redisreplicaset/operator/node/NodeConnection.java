package io.redisreplicaset.operator.node;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One connection to a data node. One thread at a time; only [#close] may come from another one, and wakes a reader.
public final class NodeConnection implements AutoCloseable {
    private final Socket socket;
    private final PushbackInputStream in;
    private final RespReader reader;

    private NodeConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new PushbackInputStream(new BufferedInputStream(socket.getInputStream()));
        this.reader = new RespReader(in);
    }

    /// Connects and authenticates.
    ///
    /// @param timeout for all of it
    /// @throws IOException the node cannot be reached, or does not take the password
    public static NodeConnection open(String host, int port, Optional<String> password, Duration timeout)
            throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(host, port), millis(timeout));
            NodeConnection connection = new NodeConnection(socket);
            if (password.isPresent()) {
                Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
                RespReply reply = connection.call(left, List.of("AUTH", password.get()));
                // A node without a password says so; it is not less ours for that.
                if (reply instanceof RespReply.Failure(String error) && !error.startsWith("ERR AUTH <password>")) {
                    throw new IOException("the node refused the set's password: " + error);
                }
            }
            return connection;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    /// Sends one command and reads its reply.
    ///
    /// @throws IOException there was no reply in time, or no connection: it must be closed then
    public RespReply call(Duration timeout, List<String> words) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        send(words);
        return read(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())), timeout);
    }

    public void send(List<String> words) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        out.writeBytes(("*" + words.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(bytes);
            out.writeBytes(new byte[] {'\r', '\n'});
        }
        socket.getOutputStream().write(out.toByteArray());
    }

    /// The next push, or empty where none begins to arrive in time: that breaks nothing, and it can be asked again.
    ///
    /// @param patience for the first byte
    /// @param timeout for the rest
    public Optional<RespReply> poll(Duration patience, Duration timeout) throws IOException {
        socket.setSoTimeout(millis(patience));
        int first;
        try {
            first = in.read();
        } catch (SocketTimeoutException silent) {
            return Optional.empty();
        }
        if (first < 0) {
            throw new EOFException("the node closed the connection");
        }
        in.unread(first);
        return Optional.of(read(timeout, timeout));
    }

    /// The next reply.
    ///
    /// @param left for each wait for bytes; a node sends a reply whole
    /// @param timeout of which that is left
    private RespReply read(Duration left, Duration timeout) throws IOException {
        socket.setSoTimeout(millis(left));
        try {
            return reader.read();
        } catch (SocketTimeoutException silent) {
            throw new IOException("no reply within " + millis(timeout) + " ms", silent);
        }
    }

    /// 0 would mean for ever.
    private static int millis(Duration timeout) {
        return Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // It is closed either way.
        }
    }
}
