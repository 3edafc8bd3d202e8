@NullMarked
package io.redisreplicaset.datanode.config;

import org.jspecify.annotations.NullMarked;
