@NullMarked
package io.redisreplicaset.datanode.keyspace;

import org.jspecify.annotations.NullMarked;
