/// The node as others see it: a process, its connections, its log. Nothing in here knows what is inside.
@NullMarked
package io.redisreplicaset.datanode.wire;

import org.jspecify.annotations.NullMarked;
