@NullMarked
package io.redisreplicaset.operator.failover;

import org.jspecify.annotations.NullMarked;
