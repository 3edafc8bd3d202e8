@NullMarked
package io.redisreplicaset.datanode.command.connection;

import org.jspecify.annotations.NullMarked;
