/// What a user writes and reads: the `RedisReplicaSet` resource, its reasons and phases, and the rules of a valid spec.
///
/// Depends on nothing of ours. The CRD in `crds/` is generated from the classes here, and a test keeps the two in step.
@NullMarked
package io.redisreplicaset.operator.api;

import org.jspecify.annotations.NullMarked;
