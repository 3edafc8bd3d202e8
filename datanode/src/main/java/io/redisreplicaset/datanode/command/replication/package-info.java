/// REPLICAOF, PSYNC, WAIT, ROLE, and REPLICASET.
@NullMarked
package io.redisreplicaset.datanode.command.replication;

import org.jspecify.annotations.NullMarked;
