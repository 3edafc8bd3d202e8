/// Tests of what stands in a resource, and the scene that other packages' tests stage as well.
@NullMarked
package io.redisreplicaset.operator.resource;

import org.jspecify.annotations.NullMarked;
