package io.redisreplicaset.datanode.server;

import java.io.IOException;

/// Ends the node with its supervisor: whoever started it holds the other end of its standard input, and when that
/// closes, even by a
/// SIGKILL, nobody is left to look after the node.
final class StdinWatch {
    private StdinWatch() {}

    static void start(Runnable whenClosed) {
        Thread.ofPlatform().daemon().name("stdin").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // What is written there means nothing.
                }
            } catch (IOException broken) {
                // As good as closed.
            }
            whenClosed.run();
        });
    }
}
