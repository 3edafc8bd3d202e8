@NullMarked
package io.redisreplicaset.datanode.engine;

import org.jspecify.annotations.NullMarked;
