/// Replication as values: which history a node holds, and which request for it can be continued.
///
/// Everything here is a total function of its arguments. Sockets and buffers are elsewhere and only carry a verdict
/// out.
@NullMarked
package io.redisreplicaset.datanode.replication;

import org.jspecify.annotations.NullMarked;
