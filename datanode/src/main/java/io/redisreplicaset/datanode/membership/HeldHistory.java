package io.redisreplicaset.datanode.membership;

import java.util.List;
import java.util.Optional;

/// Which history this node's data is, how far it goes, and whether it is all that the node ever acked.
final class HeldHistory {
    private Optional<HistoryMarker> marker;
    private long offset;
    private final Intactness intactness;

    HeldHistory(LoadedHistory loaded, boolean isIntact, long promisedEpochAtBoot) {
        marker = loaded.marker();
        offset = loaded.offset();
        intactness = new Intactness(isIntact, promisedEpochAtBoot);
    }

    Optional<HistoryMarker> marker() {
        return marker;
    }

    /// That of the last marker applied; 0 for none.
    long epoch() {
        return marker.map(HistoryMarker::epoch).orElse(0L);
    }

    long rootEpoch() {
        return marker.map(HistoryMarker::rootEpoch).orElse(0L);
    }

    List<String> voters() {
        return marker.map(HistoryMarker::voters).orElse(List.of());
    }

    int writeQuorum() {
        return marker.map(HistoryMarker::writeQuorum).orElse(0);
    }

    long offset() {
        return offset;
    }

    boolean isIntact() {
        return intactness.isIntact();
    }

    void reaches(long endOffset) {
        offset = endOffset;
    }

    void isPromotedUnder(HistoryMarker own) {
        marker = Optional.of(own);
        intactness.promoted();
    }

    /// @throws IllegalArgumentException where the marker cannot continue this history
    void takes(HistoryMarker applied, long endOffset) {
        if (applied.epoch() < epoch()) {
            throw new IllegalArgumentException("marker at offset " + endOffset + ": wanted an epoch of at least "
                    + epoch() + ", got " + applied.epoch());
        }
        marker = Optional.of(applied);
        offset = endOffset;
    }

    boolean mayBeReplacedBy(Optional<HistoryMarker> snapshotMarker, long snapshotOffset) {
        long snapshotEpoch = snapshotMarker.map(HistoryMarker::epoch).orElse(0L);
        return FullSyncGuard.mayReplace(epoch(), offset, snapshotEpoch, snapshotOffset);
    }

    void masterTold(long masterEpoch, long masterOffset) {
        intactness.heardMaster(masterEpoch, masterOffset);
    }

    /// True where the present position has just proved this node intact.
    boolean hasBecomeIntact() {
        return intactness.reached(epoch(), offset);
    }
}
