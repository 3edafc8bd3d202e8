@NullMarked
package io.redisreplicaset.datanode.membership;

import org.jspecify.annotations.NullMarked;
