package io.redisreplicaset.operator.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which change of voters comes next: one at a time, and only one that can be committed now.
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
        return replacement(sight)
                .or(() -> addition(sight))
                .or(() -> removal(sight))
                .or(() -> otherQuorum(sight))
                .filter(wish -> sight.holders(wish.group()) >= wish.group().writeQuorum())
                .map(wish -> wish);
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

    private static Optional<Wish.ChangeVoters> addition(Sight sight) {
        VoterGroup config = sight.record().config();
        return sight.wantedNodes().stream()
                .filter(node -> config.named(node.name()).isEmpty())
                // A node that is about to be replaced gets its vote when it comes back.
                .filter(node -> node.revision().equals(sight.intent().revision()))
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
