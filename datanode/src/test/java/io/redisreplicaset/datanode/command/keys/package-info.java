@NullMarked
package io.redisreplicaset.datanode.command.keys;

import org.jspecify.annotations.NullMarked;
