package io.redisreplicaset.operator.local;

import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.topology.Action;
import java.util.List;

/// What the user sees while a set runs. Any thread may call.
interface Display {
    /// Said once at the start.
    void greet(List<String> lines);

    void event(Action.Emit event);

    /// How the set is now; called often, and shown where it differs.
    void show(RedisReplicaSet set, List<String> nodeLines);

    /// One line of our own.
    void say(String line);

    /// The set is being ended: from here on there are only lines.
    void end();

    /// Nobody reads any more, as behind `| head`.
    boolean isBroken();
}
