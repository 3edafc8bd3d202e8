@NullMarked
package io.redisreplicaset.operator.topology;

import org.jspecify.annotations.NullMarked;
