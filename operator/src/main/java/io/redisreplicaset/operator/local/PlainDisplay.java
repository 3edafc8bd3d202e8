package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.api.DataNodeStatus;
import io.redisreplicaset.operator.api.NodeRole;
import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.api.RedisReplicaSetStatus;
import io.redisreplicaset.operator.topology.Action;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One line an event, and the set's row whenever it changed, as `kubectl get -w` does; its nodes once it has come to
/// rest. For pipes, files and tests.
final class PlainDisplay implements Display {
    private final PrintStream out;
    private final InstantSource clock;
    private final ZoneId zone;
    private List<Object> lastRow = List.of();
    private List<List<Object>> lastNodes = List.of();
    private boolean hasHeader;

    PlainDisplay(PrintStream out, InstantSource clock, ZoneId zone) {
        this.out = out;
        this.clock = clock;
        this.zone = zone;
    }

    @Override
    public synchronized void greet(List<String> lines) {
        print(lines);
    }

    @Override
    public synchronized void event(Action.Emit event) {
        print(List.of(EventLine.of(event, clock.instant(), zone)));
    }

    @Override
    public synchronized void show(RedisReplicaSet set, List<String> nodeLines) {
        if (set.getStatus().phase() == null) {
            return;
        }
        List<Object> row = withoutAges(set);
        if (!row.equals(lastRow)) {
            lastRow = row;
            List<String> lines = SetColumns.set(set, clock.instant());
            print(hasHeader ? lines.subList(1, lines.size()) : lines);
            hasHeader = true;
        }
        if (isAtRest(set)) {
            showNodes(set.getStatus(), nodeLines);
        }
    }

    /// A new master is known a moment before the nodes are looked at again.
    private static boolean isAtRest(RedisReplicaSet set) {
        RedisReplicaSetStatus status = set.getStatus();
        List<String> masters = status.nodes().stream()
                .filter(node -> node.role() == NodeRole.MASTER)
                .map(DataNodeStatus::name)
                .toList();
        return status.phase() == Phase.RUNNING
                && status.readyReplicas() == set.getSpec().replicas()
                && masters.equals(List.of(orEmpty(status.master())));
    }

    /// Ages differ at each look and are no change.
    private static List<Object> withoutAges(RedisReplicaSet set) {
        RedisReplicaSetStatus status = set.getStatus();
        return List.of(
                set.getSpec().replicas(),
                status.readyReplicas(),
                orEmpty(status.master()),
                orEmpty(status.phase()),
                status.epoch(),
                set.getSpec().durability(),
                set.getSpec().topology());
    }

    private void showNodes(RedisReplicaSetStatus status, List<String> nodeLines) {
        List<List<Object>> nodes =
                status.nodes().stream().map(PlainDisplay::place).toList();
        if (nodes.equals(lastNodes)) {
            return;
        }
        lastNodes = nodes;
        List<String> lines = new ArrayList<>();
        nodeLines.forEach(line -> lines.add("  " + line));
        print(lines);
    }

    /// Its process may come and go without a change of its place.
    private static List<Object> place(DataNodeStatus node) {
        return List.of(node.name(), orEmpty(node.role()), orEmpty(node.upstream()));
    }

    private static Object orEmpty(@Nullable Object value) {
        return Objects.requireNonNullElse(value, "");
    }

    @Override
    public synchronized void say(String line) {
        print(List.of(line));
    }

    @Override
    public void end() {
        // There is nothing but lines here.
    }

    private void print(List<String> lines) {
        lines.forEach(out::println);
        out.flush();
    }

    @Override
    public boolean isBroken() {
        return out.checkError();
    }
}
