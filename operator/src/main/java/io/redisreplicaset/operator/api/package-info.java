/// What a user writes and reads: the `RedisReplicaSet` resource, its reasons and phases, and the rules of a valid spec.
///
/// Depends on nothing of ours. The CRD in `crds/` is generated from the classes here, and a test keeps the two in step.
///
/// ```
/// a cluster's object ──► SpecReader (never fails) ──► RedisReplicaSetSpec ──► SpecRules ──► Accepted, or the problems
/// a file ──► Manifest (unknown fields are problems) ─────────┘
/// ```
///
/// | file | what |
/// |---|---|
/// | [RedisReplicaSetSpec] | what the user wants, always complete; the API server's rules stand above it |
/// | [SpecReader] | fills in the schema's defaults; what it cannot read becomes a problem and no exception |
/// | [SpecRules] | the API server's rules again, for objects that it let through |
/// | [Manifest] | a file, judged as `kubectl apply` would |
/// | [RedisReplicaSetStatus] | what the operator knows, and the failover protocol's memory |
/// | [Bounds], [ConfigKeys] | how much, and which directives of redis.conf are not the user's |
@NullMarked
package io.redisreplicaset.operator.api;

import org.jspecify.annotations.NullMarked;
