@NullMarked
package io.redisreplicaset.datanode.persistence.rdb;

import org.jspecify.annotations.NullMarked;
