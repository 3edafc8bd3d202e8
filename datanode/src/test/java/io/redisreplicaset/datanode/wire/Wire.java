package io.redisreplicaset.datanode.wire;

import io.redisreplicaset.datanode.resp.ReplyParser;
import io.redisreplicaset.datanode.resp.RespValue;
import io.redisreplicaset.datanode.resp.RespWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// A bare connection: what is sent and what comes back, byte for byte and reply for reply.
public final class Wire implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_REPLY_BYTES = 256 * 1024 * 1024;

    private final Socket socket = new Socket();
    private final ReplyParser replies = new ReplyParser(MAX_REPLY_BYTES);
    private final byte[] buffer = new byte[64 * 1024];

    public Wire(int port) {
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends a command and does not wait for its reply.
    public Wire send(String... words) {
        RespWriter writer = new RespWriter();
        writer.array(words.length);
        for (String word : words) {
            writer.bulk(word);
        }
        return sendBytes(writer.toBytes());
    }

    public Wire sendText(String text) {
        return sendBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Wire sendBytes(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends a command and waits for its reply.
    public RespValue call(String... words) {
        return send(words).read();
    }

    /// The reply as text: an error begins with `-`, so that it can't be taken for anything else.
    public String say(String... words) {
        return shown(call(words));
    }

    public RespValue read() {
        return poll(PATIENCE).orElseThrow(() -> new AssertionError("no reply within " + PATIENCE));
    }

    public String readText() {
        return shown(read());
    }

    private static String shown(RespValue reply) {
        return (reply instanceof RespValue.Failure ? "-" : "") + reply.asText();
    }

    /// The next reply; empty if none comes in that time.
    ///
    /// @throws AssertionError the connection was closed instead
    public Optional<RespValue> poll(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        RespValue reply = replies.next();
        while (reply == null) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return Optional.empty();
            }
            int count = readSome(Math.max(1, left / 1_000_000));
            if (count < 0) {
                throw new AssertionError("the connection was closed while a reply was awaited");
            }
            replies.feed(buffer, 0, count);
            reply = replies.next();
        }
        return Optional.of(reply);
    }

    /// @return how many bytes came; 0 for none in time, -1 if the connection is closed
    private int readSome(long millis) {
        try {
            socket.setSoTimeout((int) millis);
            return socket.getInputStream().read(buffer);
        } catch (SocketTimeoutException _) {
            return 0;
        } catch (IOException _) {
            return -1;
        }
    }

    /// Whether the other side closes the connection within that time; what it says before is passed over.
    public boolean isClosedWithin(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        long left = patience.toMillis();
        while (left > 0) {
            if (readSome(left) < 0) {
                return true;
            }
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
        return false;
    }

    /// All that comes until the connection is closed, or nothing has come for that long. A close is told by `(closed)`.
    public String everythingWithin(Duration silence) {
        StringBuilder all = new StringBuilder(new String(replies.drain(), StandardCharsets.ISO_8859_1));
        int count = readSome(silence.toMillis());
        while (count > 0) {
            all.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
            count = readSome(silence.toMillis());
        }
        return count < 0 ? all + "(closed)" : all.toString();
    }

    /// Exactly so many bytes, as they come: behind a handshake there are no replies.
    public byte[] readBytes(int count) {
        byte[] all = replies.drain();
        while (all.length < count) {
            int read = readSome(PATIENCE.toMillis());
            if (read <= 0) {
                throw new AssertionError("wanted " + count + " bytes, got " + all.length);
            }
            int before = all.length;
            all = Arrays.copyOf(all, before + read);
            System.arraycopy(buffer, 0, all, before, read);
        }
        replies.feed(all, count, all.length - count);
        return Arrays.copyOf(all, count);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
