@NullMarked
package io.redisreplicaset.datanode.server;

import org.jspecify.annotations.NullMarked;
