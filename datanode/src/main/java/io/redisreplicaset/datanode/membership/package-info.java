/// The node's half of the failover protocol, without a socket, a file or a clock.
///
/// ```
///             boot: writes closed, whatever it was before
///                 │                              │ its last FOLLOW is not older than its promise
///                 ▼                              ▼
///  FENCE    ┌───────────┐      FOLLOW      ┌───────────┐   FENCE: link closed, still replica
///    ┌──────┤  JOINING  ├─────────────────►│  REPLICA  │◄──────────────────────────┐
///    │      └───────────┘                  └─────┬─────┘                           │
///    ▼                       PROMOTE, under the  │                                 │ FOLLOW:
///  ┌───────────┐             promise just made   ▼                                 │ clients dropped
///  │  FENCED   │◄──────────────────────────┌───────────┐   FOLLOW of a later epoch │
///  │ ≤ 1 s:    │  FENCE, or a peer tells   │  MASTER   ├───────────────────────────┤
///  │ clients   │  of a later promise       │           │                           │
///  │ parked    ├──────────────────────────►└───────────┘                           │
///  └─────┬─────┘  PROMOTE of the same node: parked commands run                    │
///        └─────────────────────────────────────────────────────────────────────────┘
/// ```
///
/// The rules, and where they live:
///
/// - a promise is on disk before it is told: [NodeMembership], [NodeMeta], effects in order;
/// - a write runs only on the master of the highest epoch that this node knows of, while a majority hears it:
///   [WriteGate];
/// - an OK goes out only when enough voters hold the write, in this epoch's history: [QuorumGate];
/// - a node that may have forgotten something says so until it provably holds it again: [Intactness];
/// - no copy flows from less to more: [FullSyncGuard].
///
/// **Why a fenced master may keep its clients waiting instead of dropping them.** From the moment of the promise it
/// executes nothing, answers nothing and counts no ack, so to the rest of the set it is as if the clients were
/// gone. What was not executed is executed only after a promotion, as a write of that later epoch, or is refused.
/// What was executed and not answered is answered only when the marker of that later epoch, which comes *after* it
/// in the same stream, is committed: whoever is elected later holds the marker and so everything before it.
/// Otherwise it is never answered. Both ends come within [MembershipConfig#PARK_NANOS].
@NullMarked
package io.redisreplicaset.datanode.membership;

import org.jspecify.annotations.NullMarked;
