@NullMarked
package io.redisreplicaset.datanode.command;

import org.jspecify.annotations.NullMarked;
