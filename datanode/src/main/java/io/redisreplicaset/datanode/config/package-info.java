/// What can be configured: the directives of `redis.conf` that this server knows, their types, bounds and defaults, and
/// the values that are in force.
///
/// Pure: text in, values out. Reading the file, and doing what a changed value asks for, is the edge's.
/// [io.redisreplicaset.datanode.config.Directives] is the one table; `CONFIG GET`, `CONFIG SET`, the command line and
/// the file all go through it.
@NullMarked
package io.redisreplicaset.datanode.config;

import org.jspecify.annotations.NullMarked;
