/// What users hear of: the log, Kubernetes Events, and metrics. All of it from one [Reason], so that they agree.
///
/// ```
///   SetEvents.tell(set, reason, message)
///        ├──► the log, one line                                             at once
///        ├──► metrics, one counter a reason                                 at once
///        └──► EventRecorder ──► bounded queue ──► one thread ──► API server when it can
/// ```
///
/// Nothing here fails, and nothing here blocks whoever tells: an event that cannot be recorded is counted and dropped.
///
/// | file | what |
/// |---|---|
/// | [SetEvents] | the entrance |
/// | [SetLog] | a reason as a log line; all that the local runtime needs |
/// | [EventRecorder] | Events of the core API: written, or counted up where the same is said again |
/// | [EventMemory], [EventBudget] | which of them are the same, and how many one set may cause |
/// | [OperatorMetrics] | every metric of the operator, with its name |
@NullMarked
package io.redisreplicaset.operator.telemetry;

import org.jspecify.annotations.NullMarked;
