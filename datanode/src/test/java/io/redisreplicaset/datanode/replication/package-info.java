@NullMarked
package io.redisreplicaset.datanode.replication;

import org.jspecify.annotations.NullMarked;
