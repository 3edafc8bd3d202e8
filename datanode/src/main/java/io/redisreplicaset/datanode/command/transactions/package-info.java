/// MULTI, EXEC, DISCARD, WATCH.
@NullMarked
package io.redisreplicaset.datanode.command.transactions;

import org.jspecify.annotations.NullMarked;
