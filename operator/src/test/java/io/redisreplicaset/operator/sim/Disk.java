package io.redisreplicaset.operator.sim;

import io.redisreplicaset.datanode.membership.NodeMeta;
import java.util.Optional;

/// What outlives a process: `node.meta`, and the last snapshot.
final class Disk {
    private Optional<NodeMeta> meta = Optional.empty();
    private Optional<NodeData.Saved> saved = Optional.empty();

    Optional<NodeMeta> meta() {
        return meta;
    }

    void write(NodeMeta newMeta) {
        meta = Optional.of(newMeta);
    }

    Optional<NodeData.Saved> saved() {
        return saved;
    }

    void save(NodeData.Saved snapshot) {
        saved = Optional.of(snapshot);
    }

    /// The id that names this disk; empty while nothing was written to it.
    String nodeId() {
        return meta.map(NodeMeta::nodeId).orElse("");
    }

    long promisedEpoch() {
        return meta.map(NodeMeta::promisedEpoch).orElse(0L);
    }
}
