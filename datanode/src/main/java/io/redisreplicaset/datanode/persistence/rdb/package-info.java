/// The snapshot format of Redis: what a `dump.rdb` holds, and what a full synchronisation sends.
///
/// ```
///   "REDIS" version
///   aux facts                          redis-ver, repl-id, repl-offset, …
///   { database n, its sizes
///     { [expiry time] type key value } }
///   end, checksum
/// ```
/// Pure: bytes in, entries out, and the reverse; whoever calls owns the file or the socket, and decides how much is
/// done at a time. Both directions work in pieces, so that one huge value stalls nobody. Not for two threads at
/// once.
///
/// The bytes come from peers and from disks, so every length is checked before it costs memory, and what can't be
/// held is refused with its offset: [io.redisreplicaset.datanode.persistence.rdb.RdbFormatException].
@NullMarked
package io.redisreplicaset.datanode.persistence.rdb;

import org.jspecify.annotations.NullMarked;
