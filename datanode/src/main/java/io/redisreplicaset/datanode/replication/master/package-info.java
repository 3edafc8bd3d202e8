/// A master's half of replication: each replica's session, who shares which snapshot, who has what. The upstream of
/// a chain is no different: a replica that has replicas of its own is their master.
///
/// ```
///   PSYNC that can't be continued, SYNC          PSYNC that can
///            │                                        │
///            ▼                                        │
///    AWAITING_SNAPSHOT ──► RECEIVING_SNAPSHOT         │
///     (an empty line        │ $<length>   │ $EOF:     │
///      each second)         │             ▼           │
///                           │        AWAITING_ACK     │
///                           │             │ first ACK │
///                           ▼             ▼           ▼
///                         ONLINE ◄────────┴───────────┘
/// ```
/// From the instant of the snapshot on, the replica's place in the stream is kept for it; it is sent from there
/// when it is ONLINE.
@NullMarked
package io.redisreplicaset.datanode.replication.master;

import org.jspecify.annotations.NullMarked;
