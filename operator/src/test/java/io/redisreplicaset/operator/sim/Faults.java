package io.redisreplicaset.operator.sim;

import io.redisreplicaset.datanode.membership.Effect;

/// What goes wrong in the middle of a turn; all else comes from outside, as events.
interface Faults {
    Faults NONE = (process, effect) -> false;

    /// Whether the process is killed at this point.
    boolean killsBefore(NodeProcess process, Effect effect);
}
