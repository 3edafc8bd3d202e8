package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.topology.Action;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Shows nothing, and remembers what it should have shown.
final class QuietDisplay implements Display {
    final List<String> said = new CopyOnWriteArrayList<>();

    @Override
    public void greet(List<String> lines) {
        said.addAll(lines);
    }

    @Override
    public void event(Action.Emit event) {
        said.add(event.message());
    }

    @Override
    public void show(RedisReplicaSet set, List<String> nodeLines) {
        said.addAll(nodeLines);
    }

    @Override
    public void say(String line) {
        said.add(line);
    }

    @Override
    public void end() {
        said.add("ended");
    }

    @Override
    public boolean isBroken() {
        return false;
    }
}
