package io.redisreplicaset.operator.sim;

import io.redisreplicaset.datanode.membership.Effect;
import io.redisreplicaset.datanode.membership.NodeMeta;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.SetIntent;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Sight;
import java.util.List;
import java.util.Optional;

/// One thing done wrong on purpose, between a machine and its world. Whatever is not overridden is done right; the
/// machines themselves are never touched.
interface Mutation {
    Mutation NONE = new Mutation() {};

    /// Whether the node's shell does what its machine asks for.
    ///
    /// @param all the effects that it was asked for together
    default boolean carriesOut(Effect effect, List<Effect> all) {
        return true;
    }

    /// What reaches the disk where `meta` should.
    default NodeMeta written(NodeMeta meta, Optional<NodeMeta> onDisk) {
        return meta;
    }

    /// The id under which a new disk enters the set; empty for one of its own.
    default Optional<String> idOfNewDisk(Optional<String> idOfTheDiskBefore) {
        return Optional.empty();
    }

    /// What a node says of itself.
    default NodeStatus told(NodeStatus status, SetIntent intent) {
        return status;
    }

    /// What the coordinator decides by.
    default Sight seen(Sight sight) {
        return sight;
    }

    /// What the coordinator does.
    default Action done(Action action, SetIntent intent) {
        return action;
    }

    /// Whether the store compares versions before it takes this record.
    default boolean comparesVersions(SetRecord next) {
        return true;
    }

    default boolean keepsDataUntilTheSyncIsComplete() {
        return true;
    }
}
