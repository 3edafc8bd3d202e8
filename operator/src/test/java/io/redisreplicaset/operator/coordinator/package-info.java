/// Tests of the package of the same name.
@NullMarked
package io.redisreplicaset.operator.coordinator;

import org.jspecify.annotations.NullMarked;
