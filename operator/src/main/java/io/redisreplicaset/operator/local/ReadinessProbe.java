package io.redisreplicaset.operator.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Asks a node's `/readyz` as a kubelet would: one request a connection, with one deadline.
final class ReadinessProbe {
    static final Duration PERIOD = Duration.ofSeconds(1);

    /// Without an answer so often in a row a node is not ready any more, as in its pod's probe.
    static final int FAILURES = 2;

    private static final int TIMEOUT_MILLIS = 1000;
    private static final byte[] REQUEST =
            "GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_LINE_BYTES = 12;

    private ReadinessProbe() {}

    static boolean isReady(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(REQUEST);
            byte[] line = socket.getInputStream().readNBytes(STATUS_LINE_BYTES);
            return new String(line, StandardCharsets.US_ASCII).endsWith(" 200");
        } catch (IOException silent) {
            return false;
        }
    }
}
