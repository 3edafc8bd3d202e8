/// A replica's half of replication: the link to its upstream as a machine, and the readers of what comes over it.
///
/// ```
///                 Follow                        Unfollow, from anywhere
///      NONE ───────────────┐                ┌──────────────────────────► NONE
///                          ▼                │
///   CONNECT ──Tick───► CONNECTING ◄─────────┼───────────────── the link is lost: again, at once
///      ▲                   │ Opened: PING   │                                  ▲
///      │                   ▼                │                                  │
///      │             AWAITING_PONG          │                                  │
///      │                   │ [AUTH] REPLCONF listening-port [ip-address] capa [replicaset], in one go
///      │                   ▼                                                   │
///      │   AWAITING_AUTH ► _PORT ► _ADDRESS ► _CAPABILITIES ► _SET ► _JUDGEMENT│
///      │                   │ PSYNC                                             │
///      │                   ▼              +CONTINUE                            │
///      │             AWAITING_VERDICT ───────────────────────────────► CONNECTED
///      │     +FULLRESYNC,  │                                                   ▲
///      │     -ERR: SYNC    ▼                                                   │
///      │             AWAITING_SNAPSHOT ──► RECEIVING_SNAPSHOT ──► LOADING_SNAPSHOT
///      │                   │
///      └───────────────────┴── a refusal, an error, silence, a lost connection: again, a little later
/// ```
/// What is refused for good (a password, a foreign set) is asked again all the same, each second at the most:
/// whoever mends it must not have to come here as well.
@NullMarked
package io.redisreplicaset.datanode.replication.replica;

import org.jspecify.annotations.NullMarked;
