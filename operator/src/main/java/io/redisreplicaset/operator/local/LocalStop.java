package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.node.NodeConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The orderly end of a whole set: no write is lost, and the next start finds every node intact and equal.
///
/// The master goes first, while its replicas still listen: it takes no more writes, waits until they hold all, and
/// saves. It is told that it has no peers, or it would wait for one of them to take over. Then the replicas save.
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
        display.say("Stopping " + local.processes().size() + " nodes");
        List<NodeProcess> masters =
                local.processes().stream().filter(this::isMaster).toList();
        masters.forEach(this::leaveAlone);
        end(masters);
        end(local.processes());
        display.say("All nodes have ended");
    }

    private boolean isMaster(NodeProcess node) {
        return local.label(node.command().name()).equals(Optional.of(NodeRole.MASTER.word()));
    }

    private void leaveAlone(NodeProcess master) {
        try (NodeConnection connection =
                NodeConnection.open("127.0.0.1", master.command().port(), Optional.empty(), COMMAND)) {
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
