package io.redisreplicaset.operator.topology;

import java.util.List;
import java.util.Optional;

/// What the planner found: what can be done at once, and what needs a new epoch.
public record Plan(List<Action> actions, Optional<Wish> wish) {
    public Plan {
        actions = List.copyOf(actions);
    }
}
