/// The data: numbered databases of keys, values, expiry times, and the versions that let a snapshot be taken without a
/// fork.
///
/// One thread owns it all; nothing here locks. No protocol and no I/O: time is an argument.
///
/// A snapshot with version `v` sees every entry as it was when the snapshot began:
/// ```
///   entry.version < v   not yet written to the snapshot; was there when it began
///   entry.version >= v  written already, or made since
/// ```
/// Both the cursor of the snapshot, when it comes by, and [Database#lookupForWrite], before a change, bring an entry up
/// to the
/// newest version; that hands it to every snapshot in between, each exactly once.
@NullMarked
package io.redisreplicaset.datanode.keyspace;

import org.jspecify.annotations.NullMarked;
