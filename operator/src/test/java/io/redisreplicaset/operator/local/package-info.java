/// Tests of the local runtime.
@NullMarked
package io.redisreplicaset.operator.local;

import org.jspecify.annotations.NullMarked;
