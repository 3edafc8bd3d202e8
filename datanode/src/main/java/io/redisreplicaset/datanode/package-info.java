/// The data node: a Redis-protocol server with the whole replication engine.
@NullMarked
package io.redisreplicaset.datanode;

import org.jspecify.annotations.NullMarked;
