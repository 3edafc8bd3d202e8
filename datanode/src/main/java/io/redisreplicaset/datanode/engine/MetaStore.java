package io.redisreplicaset.datanode.engine;

import io.redisreplicaset.datanode.membership.NodeMeta;
import java.io.IOException;

/// Where a member keeps what it must not forget.
public interface MetaStore {
    /// Returns when the meta is on disk: written to a temporary name, fsynced, renamed, the folder fsynced.
    ///
    /// @throws IOException it may not be there; the node must stop
    void write(NodeMeta meta) throws IOException;
}
