/// Bytes that are text: whole and decimal numbers, and glob patterns, exactly as Redis reads and writes them.
///
/// Functions of their arguments; any thread may call them.
@NullMarked
package io.redisreplicaset.datanode.text;

import org.jspecify.annotations.NullMarked;
