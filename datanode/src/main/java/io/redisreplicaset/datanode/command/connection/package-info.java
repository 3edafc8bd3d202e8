/// The connection itself: who, which database, which protocol.
@NullMarked
package io.redisreplicaset.datanode.command.connection;

import org.jspecify.annotations.NullMarked;
