package io.redisreplicaset.operator.coordinator;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.awaitility.Awaitility.await;

import io.redisreplicaset.operator.FreePorts;
import io.redisreplicaset.operator.RealNode;
import io.redisreplicaset.operator.node.NodeTalk;
import io.redisreplicaset.operator.node.StatusMap;
import io.redisreplicaset.operator.topology.Address;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.SetRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Three real nodes and one record of them, for any number of coordinators.
final class RealSet {
    static final String ID = "2f6c0f3e";
    private static final int NODES = 3;

    final MemoryStore store = new MemoryStore();
    private final Path folder;
    private final int firstPort;
    private final List<RealNode> nodes = new CopyOnWriteArrayList<>();
    private final Map<String, NodeRole> labels = new ConcurrentHashMap<>();

    private RealSet(Path folder, int firstPort) {
        this.folder = folder;
        this.firstPort = firstPort;
    }

    static RealSet start(Path folder) throws IOException {
        RealSet set = new RealSet(folder, FreePorts.inARow(NODES));
        for (int ordinal = 0; ordinal < NODES; ordinal++) {
            set.nodes.add(set.startNode(ordinal));
        }
        set.nodes.forEach(RealNode::awaitAnswer);
        return set;
    }

    private RealNode startNode(int ordinal) throws IOException {
        Path disk = Files.createDirectories(folder.resolve("cache-" + ordinal));
        return RealNode.start(disk, firstPort + ordinal, ID, "cache-" + ordinal);
    }

    RealNode node(String name) {
        return nodes.get(name.charAt(name.length() - 1) - '0');
    }

    /// As a kubelet does.
    void startAgain(String name) throws IOException {
        int ordinal = name.charAt(name.length() - 1) - '0';
        nodes.set(ordinal, startNode(ordinal));
    }

    void end() {
        nodes.forEach(RealNode::kill);
    }

    List<RuntimeNode> runtimeNodes() {
        List<RuntimeNode> present = new ArrayList<>();
        for (int ordinal = 0; ordinal < NODES; ordinal++) {
            RealNode node = nodes.get(ordinal);
            String name = "cache-" + ordinal;
            present.add(new RuntimeNode(
                    name,
                    Optional.of(new Address("127.0.0.1", node.port())),
                    false,
                    node.isAlive(),
                    String.valueOf(node.pid()),
                    "0123456789",
                    Optional.ofNullable(labels.get(name))));
        }
        return present;
    }

    void label(String node, NodeRole role) {
        labels.put(node, role);
    }

    String master() {
        return store.record().master().map(master -> master.node().name()).orElse("");
    }

    /// A master of the recorded epoch that takes writes, and all others follow it.
    void awaitHealthy() {
        await("a healthy set")
                .atMost(ofSeconds(90))
                .pollInterval(ofMillis(20))
                .pollDelay(ZERO)
                .until(this::isHealthy);
    }

    private boolean isHealthy() {
        SetRecord record = store.record();
        if (record.master().isEmpty()
                || record.attempt().isPresent()
                || record.unfinished().isPresent()) {
            return false;
        }
        long epoch = record.master().get().epoch();
        String name = record.master().get().node().name();
        for (int ordinal = 0; ordinal < NODES; ordinal++) {
            if (!isInItsPlace(ordinal, ("cache-" + ordinal).equals(name), epoch)) {
                return false;
            }
        }
        return true;
    }

    private boolean isInItsPlace(int ordinal, boolean isMaster, long epoch) {
        try {
            StatusMap status = NodeTalk.status(firstPort + ordinal);
            boolean isInEpoch = status.whole("historyEpoch") == epoch;
            return isInEpoch
                    && (isMaster
                            ? status.text("role").equals("master") && status.flag("writesOpen")
                            : status.text("role").equals("replica") && status.flag("synced"));
        } catch (IOException | StatusMap.MissingField notYet) {
            return false;
        }
    }

    List<Integer> ports() {
        return nodes.stream().map(RealNode::port).toList();
    }
}
