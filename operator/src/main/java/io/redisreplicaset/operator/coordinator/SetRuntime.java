package io.redisreplicaset.operator.coordinator;

import io.redisreplicaset.operator.failover.FailoverStep;
import io.redisreplicaset.operator.topology.Action;
import io.redisreplicaset.operator.topology.NodeRole;
import io.redisreplicaset.operator.topology.SetIntent;
import io.redisreplicaset.operator.topology.SetRecord;
import io.redisreplicaset.operator.topology.Sight;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One set where it lives: pods of a cluster, or processes of this machine.
///
/// Methods that change something are called from several threads at once, each may block for as long as its store
/// takes, and each may be repeated. An exception out of one means "tried, and it did not work": it is logged, and the
/// step that asked for it comes again.
public interface SetRuntime {
    /// The identity that all nodes of the set were started with.
    String setId();

    /// The password of the set's nodes; empty where they have none.
    Optional<String> password();

    /// What is wanted, as far as it is known now.
    SetIntent intent();

    /// The record as the store has it at this moment: never from a cache.
    SetRecord record();

    /// The nodes that exist. What this runtime has just done itself is in it already.
    List<RuntimeNode> nodes();

    /// Replaces the record, if its version is still `expectedVersion`.
    ///
    /// @param step the decision that it belongs to: its phase is stored along with it
    /// @return the record as stored, or empty if somebody else was faster
    Optional<SetRecord> save(String expectedVersion, SetRecord record, FailoverStep step);

    /// Puts the role label on a node, and leads clients accordingly. A node that is gone is no error.
    void label(String node, NodeRole role);

    /// Makes a node, on its old disk where it has one. One that exists is left as it is.
    void create(String node, String revision);

    /// Asks a node to end in good order, and sees to it that it is gone in the end.
    void delete(String node, String why);

    /// Log, event and metric. Never fails.
    void tell(Action.Emit event);

    /// A node was asked for its status. For metrics; never fails.
    default void asked(boolean answered, Duration took) {}

    /// What the set looks like now, for whoever reads its status. Called at the end of each settling; writes only what
    /// differs.
    void report(Sight sight, FailoverStep step);
}
