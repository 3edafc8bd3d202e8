package io.redisreplicaset.operator.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which change of voters comes next: one at a time where that can be committed now, and only what can.
///
/// - a disk that is gone is replaced by the one that answers under its name, once that one is synced. Replaced,
///   not removed and added: the number of voters never dips, so the isolation rule keeps its majority.
/// - a wanted node without a vote gets one, once it is synced;
/// - a node that is not wanted any more loses it.
final class VoterPlan {
    private VoterPlan() {}

    static Optional<Wish> wish(Sight sight) {
        if (sight.record().unfinished().isPresent()) {
            return Optional.empty();
        }
        return Stream.of(
                        replacement(sight),
                        addition(sight),
                        removal(sight),
                        otherQuorum(sight),
                        allAtOnce(sight, sight.record().config()))
                .flatMap(Optional::stream)
                .filter(wish -> canBeCommitted(sight, wish.group()))
                .findFirst()
                .map(wish -> wish);
    }

    private static boolean canBeCommitted(Sight sight, VoterGroup group) {
        return sight.holders(group) >= group.writeQuorum();
    }

    private static Optional<Wish.ChangeVoters> replacement(Sight sight) {
        VoterGroup config = sight.record().config();
        for (Voter voter : config.voters()) {
            Optional<Voter> successor = sight.isGone(voter) ? syncedLearner(sight, voter.name()) : Optional.empty();
            if (successor.isPresent()) {
                List<Voter> voters = new ArrayList<>(config.voters());
                voters.set(voters.indexOf(voter), successor.get());
                return Optional.of(new Wish.ChangeVoters(
                        sight.intent().groupOf(voters), voter.name() + " came back on another disk and is synced"));
            }
        }
        return Optional.empty();
    }

    /// Everything that the steps above lead to, for a set that lost more at once than its write quorum bears: then no
    /// single step can be committed. Not less safe than one by one, since an election needs promises of both groups
    /// until the change is committed.
    private static Optional<Wish.ChangeVoters> allAtOnce(Sight sight, VoterGroup group) {
        List<Voter> voters = new ArrayList<>();
        for (Voter voter : group.voters()) {
            if (sight.intent().wants(voter.name()) || sight.record().isMaster(voter.name())) {
                voters.add(presentDisk(sight, voter));
            }
        }
        sight.wantedNodes().stream()
                .filter(node -> group.named(node.name()).isEmpty())
                .filter(node -> !RollingUpdate.nextReplica(sight).equals(Optional.of(node)))
                .flatMap(node -> syncedLearner(sight, node.name()).stream())
                .forEach(voters::add);
        boolean holdsMaster = voters.stream().anyMatch(voter -> sight.record().isMaster(voter.name()));
        VoterGroup next = holdsMaster ? sight.intent().groupOf(voters) : group;
        return next.isSameAs(group)
                ? Optional.empty()
                : Optional.of(new Wish.ChangeVoters(next, "several disks were lost, or nodes scaled away, at once"));
    }

    /// That voter, or who has come in its place.
    private static Voter presentDisk(Sight sight, Voter voter) {
        return sight.isGone(voter) ? syncedLearner(sight, voter.name()).orElse(voter) : voter;
    }

    /// What can be committed now, where neither of two groups can any more.
    static Optional<Wish> wayOut(Sight sight, VoterGroup told) {
        return allAtOnce(sight, told)
                .filter(wish -> sight.record().groups().stream().noneMatch(wish.group()::isSameAs))
                .filter(wish -> canBeCommitted(sight, wish.group()))
                .map(wish -> wish);
    }

    private static Optional<Wish.ChangeVoters> addition(Sight sight) {
        VoterGroup config = sight.record().config();
        return sight.wantedNodes().stream()
                .filter(node -> config.named(node.name()).isEmpty())
                // The one that is about to be replaced gets its vote when it comes back. All others get theirs now:
                // an update goes on only while they have one.
                .filter(node -> !RollingUpdate.nextReplica(sight).equals(Optional.of(node)))
                .flatMap(node -> syncedLearner(sight, node.name()).stream())
                .findFirst()
                .map(learner -> {
                    List<Voter> voters = new ArrayList<>(config.voters());
                    voters.add(learner);
                    return new Wish.ChangeVoters(sight.intent().groupOf(voters), learner.name() + " is synced");
                });
    }

    private static Optional<Wish.ChangeVoters> removal(Sight sight) {
        return sight.record().config().voters().stream()
                .filter(voter -> !sight.intent().wants(voter.name()))
                .filter(voter -> !sight.record().isMaster(voter.name()))
                .max(Comparator.comparingInt(voter -> SetIntent.ordinalOf(voter.name())))
                .map(voter -> without(sight, voter, voter.name() + " is scaled away"));
    }

    static Wish.ChangeVoters without(Sight sight, Voter leaving, String reason) {
        List<Voter> voters = sight.record().config().voters().stream()
                .filter(voter -> !voter.equals(leaving))
                .toList();
        return new Wish.ChangeVoters(sight.intent().groupOf(voters), reason);
    }

    private static Optional<Wish.ChangeVoters> otherQuorum(Sight sight) {
        VoterGroup config = sight.record().config();
        int wanted = sight.intent().writeQuorumOf(config.size());
        return wanted == config.writeQuorum()
                ? Optional.empty()
                : Optional.of(new Wish.ChangeVoters(
                        sight.intent().groupOf(config.voters()),
                        "the write quorum changes from " + config.writeQuorum() + " to " + wanted));
    }

    private static Optional<Voter> syncedLearner(Sight sight, String name) {
        return sight.fresh(name)
                .filter(sight::isSynced)
                .filter(NodeStatus::intact)
                .map(status -> new Voter(status.nodeId(), name));
    }
}
