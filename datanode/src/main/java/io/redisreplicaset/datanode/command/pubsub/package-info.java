/// Channels and patterns.
@NullMarked
package io.redisreplicaset.datanode.command.pubsub;

import org.jspecify.annotations.NullMarked;
