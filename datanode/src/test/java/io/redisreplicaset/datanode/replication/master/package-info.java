@NullMarked
package io.redisreplicaset.datanode.replication.master;

import org.jspecify.annotations.NullMarked;
