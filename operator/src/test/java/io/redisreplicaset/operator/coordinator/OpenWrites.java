package io.redisreplicaset.operator.coordinator;

import io.redisreplicaset.operator.node.NodeConnection;
import io.redisreplicaset.operator.node.NodeTalk;
import io.redisreplicaset.operator.node.StatusMap;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;

/// Looks at all nodes all the time, and remembers who had open writes in which epoch.
final class OpenWrites {
    private static final long BETWEEN_LOOKS_NANOS = 3_000_000;

    private final Map<Long, Set<String>> byEpoch = new ConcurrentSkipListMap<>();
    private final Set<Thread> lookers = ConcurrentHashMap.newKeySet();
    private volatile boolean ends;

    OpenWrites(RealSet set) {
        set.ports().forEach(port -> lookers.add(Thread.ofVirtual().start(() -> look(port))));
    }

    private void look(int port) {
        while (!ends) {
            try (NodeConnection connection = NodeTalk.open(port)) {
                while (!ends) {
                    see(NodeTalk.status(connection));
                    LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
                }
            } catch (IOException | StatusMap.MissingField away) {
                LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            }
        }
    }

    private void see(StatusMap status) throws StatusMap.MissingField {
        if (status.text("role").equals("master") && status.flag("writesOpen")) {
            byEpoch.computeIfAbsent(status.whole("epoch"), _ -> new ConcurrentSkipListSet<>())
                    .add(status.text("name"));
        }
    }

    /// By epoch, the nodes that were seen to take writes in it.
    Map<Long, Set<String>> end() throws InterruptedException {
        ends = true;
        for (Thread looker : lookers) {
            looker.join();
        }
        return byEpoch;
    }
}
