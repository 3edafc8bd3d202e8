/// The local runtime: a set on this machine, as child processes instead of pods, under the same planner and the same
/// failover machine. For a first try without a cluster, and for tests.
///
/// ```
///   cache.yaml --SpecFile--> LocalSet (SetRuntime) <--> SetCoordinator --- the machines
///                              │      │       │
///                      StateFile   NodeProcess...   FrontPort 7000, 7001
///                    (status, CAS)  one a node      (what the Services do)
///                              │
///                           Display: as `kubectl get rrs -o wide`, events below
/// ```
///
/// What Kubernetes does in a cluster is done here by the smallest thing that does it: a dead process is started again
/// as a kubelet would ([NodeProcess]), readiness is asked for once a second ([ReadinessProbe]), a port leads to whoever
/// carries the label ([FrontPort]). All of it ends with this process, even by SIGKILL: each node watches its standard
/// input.
@NullMarked
package io.redisreplicaset.operator.local;

import org.jspecify.annotations.NullMarked;
