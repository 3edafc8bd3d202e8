/// The two machines of the failover protocol, run together: the coordinator's
/// ([io.redisreplicaset.operator.failover.FailoverMachine]) and the nodes'
/// ([io.redisreplicaset.datanode.membership.NodeMembership]), both as they are in production, in a world that this
/// package makes up.
///
/// ```
///   Coordinator ── fence, promote, follow … ──► NodeProcess ◄── heartbeats ──► NodeProcess
///       │  ▲                                     │  ▲   ▲                          │
///       │  └── statuses ─────────────────────────┘  │   └──── stream, acks ────────┘
///       ▼                                           │
///     Store (compare-and-swap), Cluster (pods)    User (writes, reads)
///
///   beneath all:  VirtualTime, Network        beside all:  Faults by chance, or a Schedule by hand
///   above all:    Rules, after every step
/// ```
///
/// - One number makes a run: [SimRun]. It draws the set, the faults and every delay, and gives the same run again.
/// - After a time of faults comes peace, and the set must be whole again by itself ([Wholeness]), or have lost more
///   than it can bear ([Prospects]).
/// - [Wrong] holds the mistakes that must be noticed; for each there is a course of events in [Schedules] that shows
///   what it costs.
///
/// What is made up and not real: the bytes on the wire, the data (numbers instead of keys), the shell around the
/// node's machine ([NodeProcess] does what the engine's `SetMember` does) and around the coordinator's.
@NullMarked
package io.redisreplicaset.operator.sim;

import org.jspecify.annotations.NullMarked;
