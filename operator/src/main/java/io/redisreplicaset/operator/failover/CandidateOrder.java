package io.redisreplicaset.operator.failover;

import io.redisreplicaset.operator.topology.NodeStatus;
import io.redisreplicaset.operator.topology.Position;
import io.redisreplicaset.operator.topology.SetIntent;
import io.redisreplicaset.operator.topology.Voter;
import java.util.Comparator;
import java.util.Optional;

/// Who is promoted, of those who promised: the best first.
///
/// 1. history beats none: an empty node never beats one with data;
/// 2. then who holds most, by epoch of the last marker, then by offset;
/// 3. then the node that the attempt was meant for;
/// 4. then the lower `replica-priority`;
/// 5. then the lower ordinal.
///
/// The first two decide about data and can be overruled by nothing; the rest is taste.
final class CandidateOrder implements Comparator<CandidateOrder.Candidate> {
    /// A node that promised, and what it said of itself in doing so.
    record Candidate(Voter voter, NodeStatus status) {
        Position position() {
            return status.position();
        }
    }

    private final Comparator<Candidate> order;

    CandidateOrder(Optional<Voter> preferred) {
        order = Comparator.comparing(
                        (Candidate candidate) -> !candidate.status().hasHistory())
                .thenComparing(Candidate::position, Comparator.reverseOrder())
                .thenComparing(candidate -> !preferred.equals(Optional.of(candidate.voter())))
                .thenComparingInt(candidate -> candidate.status().priority())
                .thenComparingInt(
                        candidate -> SetIntent.ordinalOf(candidate.voter().name()));
    }

    @Override
    public int compare(Candidate a, Candidate b) {
        return order.compare(a, b);
    }
}
