/// Snapshots as files: written beside the one that is there, and put in its place whole or not at all.
///
/// ```
///   owner: blocks --> [ at most so many bytes ] --> disk thread: temp file --fsync--> rename --fsync of the folder-->
///          <-- room again, committed, failed -------'
/// ```
/// [io.redisreplicaset.datanode.persistence.disk.SnapshotDisk] is the entrance. What is named *background* belongs
/// to the owner's thread, which never waits for the disk there; the rest waits.
@NullMarked
package io.redisreplicaset.datanode.persistence.disk;

import org.jspecify.annotations.NullMarked;
