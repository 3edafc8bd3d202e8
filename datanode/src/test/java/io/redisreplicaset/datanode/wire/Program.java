package io.redisreplicaset.datanode.wire;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.redisreplicaset.datanode.persistence.PeerServer;
import io.redisreplicaset.datanode.server.NodeProcess;
import io.redisreplicaset.datanode.server.NodeProcess.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Which program a server is: ours, or a real redis-server.
enum Program {
    NODE,
    REDIS;

    private static final List<String> QUICK = List.of("--save", "", "--repl-diskless-sync-delay", "0");

    /// A server in a folder of its own below `parent`, without save points, that keeps no replica waiting.
    Server start(Path parent, String name, String... directives) throws IOException {
        return startAt(PeerServer.freePort(), Files.createDirectories(parent.resolve(name)), directives);
    }

    Server startAt(int port, Path folder, String... directives) throws IOException {
        List<String> all = new ArrayList<>(QUICK);
        all.addAll(List.of(directives));
        String[] words = all.toArray(String[]::new);
        return switch (this) {
            case NODE -> NodeProcess.serving(Wish.in(folder, words).atPort(port));
            case REDIS -> {
                assumeTrue(PeerServer.isInstalled(), "redis-server is not installed");
                yield PeerServer.startAt(port, folder, words);
            }
        };
    }
}
