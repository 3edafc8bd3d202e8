package io.redisreplicaset.datanode.engine;

/// A snapshot on its way from the upstream into this node's data.
///
/// ```
///   IN_PLACE    bytes -> the data, emptied first               where there is nothing to lose
///   ASIDE       bytes -> a keyspace nobody sees -> swapped     where old data is served meanwhile, and in a set
///   BY_FILE     bytes -> checked, and into a file -> the data  the default: costs no memory twice
/// ```
/// In each of them the old data is let go only when what takes its place is known to be good.
interface UpstreamLoad {
    /// How a snapshot ends.
    enum Progress {
        /// It takes more.
        HUNGRY,
        /// It has all that it can take now; ask again with [#turn].
        BUSY,
        /// This node's data is the snapshot's.
        IN_PLACE,
        FAILED
    }

    /// Whether bytes should be offered now.
    boolean canTakeMore();

    /// Takes the next bytes, even where it would rather not.
    ///
    /// @return HUNGRY, BUSY or FAILED
    Progress take(byte[] bytes, int offset, int length);

    /// All bytes were given.
    ///
    /// @return BUSY, IN_PLACE or FAILED
    Progress arrived();

    /// Goes on with what was given.
    Progress turn();

    /// Gives it up. What of it is in the data already stays there, and the history that the data belonged to is
    /// lost.
    void cancel();

    /// Why it failed.
    String failure();

    long wantsTurnWithinNanos(long nowNanos);
}
