package io.redisreplicaset.datanode.membership;

import java.util.Arrays;
import java.util.List;

/// Up to which offset the writes of the present epoch are held by enough voters.
///
/// Nothing of an older epoch is ever committed by counting alone: the count begins to mean something at the end of
/// this epoch's marker, and then covers everything before it. (Ongaro's dissertation on Raft, section 3.6.2, shows
/// the lost write that counting older entries makes possible.)
///
/// An ack costs at most one step for each voter and no allocation: the voters are kept in the order of their
/// offsets, and a voter that advanced moves up by exchanging places.
final class QuorumGate {
    private static final long NOT_APPENDED = Long.MAX_VALUE;

    private String[] others = {};
    private long[] ackedOffsets = {};
    /// Indices into the two arrays above, the one that holds most first.
    private int[] byOffset = {};

    private long epoch;
    private int othersNeeded;
    private long ownOffset;
    private long markerEndOffset = NOT_APPENDED;
    private long committedOffset;
    private boolean isCounting;

    /// A new epoch: all acks of the one before are forgotten.
    void begin(long newEpoch, String self, List<String> voters, int writeQuorum) {
        epoch = newEpoch;
        others = voters.stream().filter(voter -> !voter.equals(self)).toArray(String[]::new);
        ackedOffsets = new long[others.length];
        byOffset = new int[others.length];
        Arrays.setAll(byOffset, i -> i);
        othersNeeded = writeQuorum - 1;
        markerEndOffset = NOT_APPENDED;
        committedOffset = 0;
        isCounting = true;
    }

    /// A deposed or fenced master counts nothing any more; what is committed stays so.
    void freeze() {
        isCounting = false;
    }

    void markerAppended(long endOffset) {
        markerEndOffset = endOffset;
        appended(endOffset);
    }

    /// The master's own copy reaches `endOffset`.
    void appended(long endOffset) {
        ownOffset = endOffset;
        if (othersNeeded == 0) {
            commitUpTo(endOffset);
        }
    }

    /// True where the committed offset moved.
    ///
    /// @throws IllegalArgumentException where the ack claims bytes of this epoch that were never written
    boolean acked(String nodeId, long ackEpoch, long offset) {
        if (!isCounting || ackEpoch != epoch || othersNeeded == 0) {
            return false;
        }
        if (offset > ownOffset) {
            throw new IllegalArgumentException("ack of epoch " + ackEpoch + " from " + nodeId
                    + ": wanted an offset of at most " + ownOffset + ", got " + offset);
        }
        int rank = rankOf(nodeId);
        if (rank < 0 || offset <= ackedOffsets[byOffset[rank]]) {
            return false;
        }
        moveUp(rank, offset);
        return commitUpTo(ackedOffsets[byOffset[othersNeeded - 1]]);
    }

    private int rankOf(String nodeId) {
        for (int rank = 0; rank < byOffset.length; rank++) {
            if (others[byOffset[rank]].equals(nodeId)) {
                return rank;
            }
        }
        return -1;
    }

    private void moveUp(int rank, long offset) {
        int moving = byOffset[rank];
        ackedOffsets[moving] = offset;
        int to = rank;
        while (to > 0 && ackedOffsets[byOffset[to - 1]] < offset) {
            byOffset[to] = byOffset[to - 1];
            to--;
        }
        byOffset[to] = moving;
    }

    private boolean commitUpTo(long offset) {
        if (!isCounting || offset < markerEndOffset || offset <= committedOffset) {
            return false;
        }
        committedOffset = offset;
        return true;
    }

    /// 0 until the marker is committed.
    long committedOffset() {
        return committedOffset;
    }

    boolean markerIsAppended() {
        return markerEndOffset != NOT_APPENDED;
    }

    boolean markerIsCommitted() {
        return committedOffset >= markerEndOffset;
    }
}
