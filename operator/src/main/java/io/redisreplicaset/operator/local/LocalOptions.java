package io.redisreplicaset.operator.local;

import java.nio.file.Path;

/// How a set is run on this machine. Ports are of the loopback address.
///
/// @param file the `RedisReplicaSet`, read again whenever it changes
/// @param folder where the set's data lives
/// @param masterPort leads to the master
/// @param replicaPort leads to the replicas
/// @param firstNodePort of the node with ordinal 0; the others count up from there
/// @param nodeProgram `rrs-node`
public record LocalOptions(
        Path file, Path folder, int masterPort, int replicaPort, int firstNodePort, Path nodeProgram) {
    /// A node's probes and metrics are so far above its own port.
    static final int ADMIN_OFFSET = 100;

    int nodePort(int ordinal) {
        return firstNodePort + ordinal;
    }

    int adminPort(int ordinal) {
        return nodePort(ordinal) + ADMIN_OFFSET;
    }
}
