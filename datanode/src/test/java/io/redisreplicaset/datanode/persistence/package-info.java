@NullMarked
package io.redisreplicaset.datanode.persistence;

import org.jspecify.annotations.NullMarked;
