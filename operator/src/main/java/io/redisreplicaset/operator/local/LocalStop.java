package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.node.NodeConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The orderly end of a whole set: no write is lost, and the next start finds every node intact and equal.
///
/// The master goes first, while its replicas still listen: it takes no more writes, waits until they hold all, and
/// saves. Then the replicas save. All are told that they have no peers, or a master would wait for one of them to take
/// over; also one that a failover has just made and that carries no label yet.
final class LocalStop {
    private static final Duration GRACE = Duration.ofSeconds(12);
    private static final Duration COMMAND = Duration.ofMillis(500);

    private final LocalSet local;
    private final Display display;

    LocalStop(LocalSet local, Display display) {
        this.local = local;
        this.display = display;
    }

    void stop() throws InterruptedException {
        local.createNoMore();
        List<NodeProcess> nodes = local.processes();
        display.end();
        display.say("Stopping " + nodes.size() + " nodes");
        leaveAlone(nodes);
        end(nodes.stream().filter(this::isMaster).toList());
        end(nodes);
        display.say("All nodes have ended");
    }

    private boolean isMaster(NodeProcess node) {
        return local.label(node.command().name()).equals(Optional.of(NodeRole.MASTER.word()));
    }

    private void leaveAlone(List<NodeProcess> nodes) throws InterruptedException {
        List<Thread> tellers = new ArrayList<>();
        for (NodeProcess node : nodes) {
            tellers.add(Thread.ofVirtual().start(() -> leaveAlone(node)));
        }
        for (Thread teller : tellers) {
            teller.join();
        }
    }

    private void leaveAlone(NodeProcess node) {
        try (NodeConnection connection =
                NodeConnection.open(LocalSet.HOST, node.command().port(), Optional.empty(), COMMAND)) {
            connection.call(COMMAND, List.of("REPLICASET", "PEERS", local.setId()));
        } catch (IOException gone) {
            // Then it waits for a moment in vain, and ends all the same.
        }
    }

    private static void end(List<NodeProcess> nodes) throws InterruptedException {
        nodes.forEach(node -> node.delete(GRACE));
        for (NodeProcess node : nodes) {
            node.awaitEnd();
        }
    }
}
