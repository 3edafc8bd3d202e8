/// Sets on Kubernetes: what the API server holds goes in, and what the machines decide comes out.
///
/// ```
///   sets, pods, children (informers)        data nodes (watches)
///              │ events                          │ news
///              ▼                                 ▼
///        SetReconciler ──────────────────► SetCoordinator.settle()
///          1  refuse, or pause                   │ asks the failover machine, carries out
///          2  ChildObjects, NodeClaims           ▼
///          3  SetPods.tend                 KubernetesSetRuntime
///          4  settle                         record, save, report ──► SetStore    the set's status
///          5  Commands                       nodes, create, label, delete ──► SetPods, NodeClaims
/// ```
///
/// Everything is looked at in each pass, and a pass over a set at rest writes nothing. What gates a promotion, the
/// record, is read live and replaced only on condition of its version; caches only wake, and are overlaid by what was
/// just written. So two operators at once are harmless: one of them is refused, and looks again.
@NullMarked
package io.redisreplicaset.operator.reconcile;

import org.jspecify.annotations.NullMarked;
