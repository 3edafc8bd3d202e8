/// The shell around the failover machine that both runtimes share: it looks, asks the machine, carries out, and looks
/// again.
///
/// ```
///            pods or processes          nodes, by watch and question
///                   │                              │
///              SetRuntime                      NodeLinks
///                   └──────────┐    ┌──────────────┘
///                            SetView ──► Sight
///                                          │
///                              FailoverMachine.step          (pure)
///                                          │
///                            ActionRunner: all in parallel, none twice
///                                          │
///                   replies are facts, and the next step is taken as soon as one arrives
/// ```
///
/// [SetCoordinator#settle] runs that circle until nothing can be done without waiting for long. One thread at a time
/// calls it for one set; commands and watches run on virtual threads of their own. Where a set lives is behind
/// [SetRuntime]: pods of a cluster in `reconcile`, processes in `local`.
///
/// Times are of a monotonic clock with the wall clock's beginning ([SteadyClock]), so that a jump of the wall clock
/// judges nobody dead.
@NullMarked
package io.redisreplicaset.operator.coordinator;

import org.jspecify.annotations.NullMarked;
