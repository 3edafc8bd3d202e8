package io.redisreplicaset.operator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/// Ports of the loopback address that nobody has at the moment, below those that outgoing connections take.
@NullMarked
public final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 200;
    private static final Random RANDOM = new Random();

    private FreePorts() {}

    /// The first of `count` ports in a row.
    public static int inARow(int count) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int first = LOWEST + RANDOM.nextInt(HIGHEST - LOWEST - count);
            if (areFree(first, count)) {
                return first;
            }
        }
        throw new IllegalStateException("no " + count + " free ports in a row");
    }

    public static boolean areFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }
}
