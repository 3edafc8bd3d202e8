/// Keys of any type: deleting, naming, expiring, walking.
@NullMarked
package io.redisreplicaset.datanode.command.keys;

import org.jspecify.annotations.NullMarked;
