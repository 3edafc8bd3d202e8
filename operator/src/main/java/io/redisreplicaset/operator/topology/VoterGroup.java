package io.redisreplicaset.operator.topology;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Who votes, and how many of them, the master included, commit a write.
public record VoterGroup(List<Voter> voters, int writeQuorum) {
    /// The set has no voters yet.
    public static final VoterGroup NONE = new VoterGroup(List.of(), 0);

    public VoterGroup {
        voters = List.copyOf(voters);
        if (writeQuorum > voters.size() || (writeQuorum < 1 && !voters.isEmpty())) {
            throw new IllegalArgumentException(
                    "writeQuorum: wanted 1 to " + voters.size() + " (the voters), got " + writeQuorum);
        }
    }

    public int size() {
        return voters.size();
    }

    public boolean isEmpty() {
        return voters.isEmpty();
    }

    public int majority() {
        return size() / 2 + 1;
    }

    /// So many that any such number of voters has one in common with any `writeQuorum` of them.
    public int electionQuorum() {
        return size() - writeQuorum + 1;
    }

    public Set<String> nodeIds() {
        return voters.stream().map(Voter::nodeId).collect(Collectors.toUnmodifiableSet());
    }

    public boolean contains(String nodeId) {
        return voters.stream().anyMatch(voter -> voter.nodeId().equals(nodeId));
    }

    public Optional<Voter> named(String name) {
        return voters.stream().filter(voter -> voter.name().equals(name)).findFirst();
    }

    /// The same voters and the same quorum, in whatever order.
    public boolean isSameAs(VoterGroup other) {
        return writeQuorum == other.writeQuorum && nodeIds().equals(other.nodeIds());
    }
}
