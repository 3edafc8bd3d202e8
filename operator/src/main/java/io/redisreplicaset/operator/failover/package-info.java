/// The coordinator's half of the failover protocol. Pure: it decides, and the runtimes carry out.
///
/// ```
///                       nobody serves, and enough answer
///        ┌───────────────────────────────────────────────────────────────┐
///        │                                                               ▼
///  ┌─────┴─────┐  planned  ┌───────────┐  offsets meet   ┌──────────────────────────────┐
///  │  AT REST  ├──────────►│  PAUSING  ├────────────────►│           FENCING            │
///  │ planner,  │           └─────┬─────┘                 │ old master's label goes, and │
///  │ settle,   │◄────────────────┘ in time they do not   │ promises are gathered        │
///  │ health    │   unpause                               └───────┬──────────────┬───────┘
///  └─────▲─────┘                                                 │ enough:      │ deadline, or
///        │                                                       │ target is    │ a later epoch:
///        │  others follow, label moves, record names it          ▼ written      │ given up
///        │                                         ┌──────────────────────┐     │
///        ├─────────────────────────────────────────┤      PROMOTING       │     │
///        │        target says it is master         └──────────┬───────────┘     │
///        └────────────────────────────────────────────────────┴─────────────────┘
/// ```
///
/// Every arrow but those into and out of a wait is one write of the record, on condition that nobody else wrote
/// it. Each step can be repeated and each can be the last thing that a coordinator did: the next one reads the
/// record and the nodes, and finishes what is promoted or takes a later epoch.
///
/// - [FailoverMachine]: the entrance. [AtRest], [OpenAttempt], [PausedMaster], [Completion], [Adoption]: one
///   state each.
/// - [MasterHealth]: who is dead. [Election], [ElectionRule], [CandidateOrder]: who is next.
/// - [SafetyRules]: what no step may do.
///
/// Why it is safe is said in `config/docs/failover.md`, and tried in the simulation beside the tests.
@NullMarked
package io.redisreplicaset.operator.failover;

import org.jspecify.annotations.NullMarked;
