@NullMarked
package io.redisreplicaset.datanode.text;

import org.jspecify.annotations.NullMarked;
