package io.redisreplicaset.datanode.replication;

import io.redisreplicaset.datanode.replication.PsyncVerdict.FullSync;
import io.redisreplicaset.datanode.replication.PsyncVerdict.Reason;
import io.redisreplicaset.datanode.replication.PsyncVerdict.Resume;
import java.util.Optional;

/// Which history this node holds: the present id, and the one before it up to the byte where they part.
///
/// A new mastership is a new history that begins with all of the old one, so the replicas of the old one can go on
/// from where they are, if they did not get further than the fork. Exactly one earlier id is remembered: that is
/// what the peers' `PSYNC` can express.
///
/// @param secondOffset the first offset that the earlier history does not share with ours; -1 where there is no
///     earlier one
/// See the Redis documentation, "Replication", on PSYNC and the secondary replication id.
public record ReplicationHistory(ReplicationId id, Optional<ReplicationId> id2, long secondOffset) {
    public static final long NO_SECOND_OFFSET = -1;

    public ReplicationHistory {
        if (id2.isPresent() ? secondOffset < 1 : secondOffset != NO_SECOND_OFFSET) {
            throw new IllegalArgumentException(
                    "second offset: wanted " + (id2.isPresent() ? "1 or more" : "-1") + ", got " + secondOffset);
        }
    }

    /// A history that begins here.
    public static ReplicationHistory startingWith(ReplicationId id) {
        return new ReplicationHistory(id, Optional.empty(), NO_SECOND_OFFSET);
    }

    /// The history of a node that becomes master holding `offset` bytes of this one: the next byte is the first
    /// that only the new one has.
    public ReplicationHistory promotedAt(long offset, ReplicationId freshId) {
        return new ReplicationHistory(freshId, Optional.of(id), offset + 1);
    }

    /// The history of a replica at `offset` whose upstream continued it under `upstreamId`.
    public ReplicationHistory continuedUnder(ReplicationId upstreamId, long offset) {
        return upstreamId.equals(id) ? this : new ReplicationHistory(upstreamId, Optional.of(id), offset + 1);
    }

    /// Decides whether `request` can be continued from what is kept.
    public PsyncVerdict judge(PsyncRequest request, Optional<BacklogRange> backlog) {
        return switch (request) {
            case PsyncRequest.Everything() -> new FullSync(Reason.ASKED_FOR_EVERYTHING);
            case PsyncRequest.Continue(ReplicationId wanted, long from) -> judgeContinuation(wanted, from, backlog);
        };
    }

    private PsyncVerdict judgeContinuation(ReplicationId wanted, long from, Optional<BacklogRange> backlog) {
        boolean isPresentHistory = wanted.equals(id);
        boolean isEarlierHistory = id2.isPresent() && wanted.equals(id2.get());
        if (!isPresentHistory && !isEarlierHistory) {
            return new FullSync(Reason.UNKNOWN_HISTORY);
        }
        if (!isPresentHistory && from > secondOffset) {
            return new FullSync(Reason.PAST_THE_FORK);
        }
        if (backlog.isEmpty()) {
            return new FullSync(Reason.NO_BACKLOG);
        }
        BacklogRange kept = backlog.get();
        if (from < kept.firstOffset()) {
            return new FullSync(Reason.FALLEN_BEHIND);
        }
        // One past the end is the ordinary case: a replica that has everything asks for the byte that comes next.
        if (from > kept.endOffset() + 1) {
            return new FullSync(Reason.AHEAD_OF_US);
        }
        return new Resume(from);
    }
}
