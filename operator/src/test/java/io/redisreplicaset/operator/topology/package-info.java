/// Tests of the package of the same name.
@NullMarked
package io.redisreplicaset.operator.topology;

import org.jspecify.annotations.NullMarked;
