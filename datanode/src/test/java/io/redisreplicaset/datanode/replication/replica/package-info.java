@NullMarked
package io.redisreplicaset.datanode.replication.replica;

import org.jspecify.annotations.NullMarked;
