/// Strings: SET, GET and what edits them in place.
@NullMarked
package io.redisreplicaset.datanode.command.strings;

import org.jspecify.annotations.NullMarked;
