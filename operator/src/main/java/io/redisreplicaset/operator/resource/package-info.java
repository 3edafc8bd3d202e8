/// Between the resource and the machines: a spec as an intent, a status as a record, and what was seen as a status.
///
/// Pure. The same in a cluster, where the resource is an object of the API server, and on one machine, where it is a
/// file: so both show the same columns, phases and conditions.
///
/// | file | what |
/// |---|---|
/// | [IntentReader] | spec and annotations -> what the planner is to reach |
/// | [RecordInStatus] | the part of the status that the failover protocol remembers, both ways |
/// | [StatusReport] | the rest of the status: phase, counts, nodes |
/// | [ConditionReport] | its conditions |
@NullMarked
package io.redisreplicaset.operator.resource;

import org.jspecify.annotations.NullMarked;
