package io.redisreplicaset.operator.coordinator;

import io.redisreplicaset.operator.failover.FailoverStep;
import io.redisreplicaset.operator.resource.Scene;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.SetIntent;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Sight;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A set of nodes that exist and have no address yet, so that nobody can be asked.
class FakeRuntime implements SetRuntime {
    final MemoryStore store = new MemoryStore();
    final List<String> told = new CopyOnWriteArrayList<>();
    final List<String> done = new CopyOnWriteArrayList<>();
    final List<Sight> reports = new CopyOnWriteArrayList<>();
    private final Map<String, RuntimeNode> nodes = new ConcurrentSkipListMap<>();
    volatile SetIntent intent = Scene.intent(3);

    @Override
    public String setId() {
        return "2f6c0f3e";
    }

    @Override
    public Optional<String> password() {
        return Optional.empty();
    }

    @Override
    public SetIntent intent() {
        return intent;
    }

    @Override
    public SetRecord record() {
        return store.record();
    }

    @Override
    public List<RuntimeNode> nodes() {
        return List.copyOf(nodes.values());
    }

    @Override
    public Optional<SetRecord> save(String expectedVersion, SetRecord record, FailoverStep step) {
        return store.save(expectedVersion, record);
    }

    @Override
    public void label(String node, NodeRole role) {
        done.add("label " + node + " " + role.word());
    }

    @Override
    public void create(String node, String revision) {
        done.add("create " + node + " " + revision);
        nodes.put(node, new RuntimeNode(node, Optional.empty(), false, false, node + "-a", revision, Optional.empty()));
    }

    @Override
    public void delete(String node, String why) {
        done.add("delete " + node);
        nodes.remove(node);
    }

    @Override
    public void tell(Action.Emit event) {
        told.add(event.reason().word() + ": " + event.message());
    }

    @Override
    public void report(Sight sight, FailoverStep step) {
        reports.add(sight);
    }
}
