@NullMarked
package io.redisreplicaset.datanode.persistence.disk;

import org.jspecify.annotations.NullMarked;
