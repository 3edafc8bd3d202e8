@NullMarked
package io.redisreplicaset.datanode.resp;

import org.jspecify.annotations.NullMarked;
