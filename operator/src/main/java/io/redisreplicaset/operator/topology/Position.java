package io.redisreplicaset.operator.topology;

import java.util.Comparator;

/// How much of the set's history a node holds. Of two positions the greater contains everything of the lesser
/// that was ever committed: an epoch has one master, so the same epoch means the same bytes up to the lesser
/// offset, and a later epoch begins with all that was committed before it.
public record Position(long historyEpoch, long offset) implements Comparable<Position> {
    private static final Comparator<Position> ORDER =
            Comparator.comparingLong(Position::historyEpoch).thenComparingLong(Position::offset);

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return historyEpoch + ":" + offset;
    }
}
